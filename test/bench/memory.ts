/**
 * Is memory flat in a long run? `node test/bench/memory.ts [--documents N] [--plot FILE]`: reads the text of 2,000 mixed
 * documents and looks at all processes each second. Warm-up is the first quarter of the documents.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { drawPlot } from "./memory/draw-plot.ts";
import { makeMixedFolder } from "./memory/mixed-folder.ts";
import { type Look, lookAtRun } from "./memory/watch-run.ts";
import { atMost, formatTargets, type Target, writeResult } from "./targets.ts";

/** Of the second quarter of the run: what the last may have, in percent. */
const MOST_MEMORY_PERCENT = 110;
/** Pipes come and go with children and commands. */
const MORE_DESCRIPTORS = 16;
const LOOK_EVERY_MS = 500;

const { values: flags } = parseArgs({ options: { documents: { type: "string", default: "2000" }, plot: { type: "string" } } });

async function main(): Promise<void> {
  const documents = Number(flags.documents);
  const folder = await mkdtemp(join(tmpdir(), "ream-memory-"));
  try {
    console.log(`making ${documents} documents`);
    const broken = await makeMixedFolder(join(folder, "documents"), documents);
    const before = await temporaryFiles();
    const { looks, exitCode } = await watchRun(folder);
    const left = (await temporaryFiles()).filter((name) => !before.includes(name));
    const targets = judge({ looks, exitCode, left: [...left, ...(await scratchLeft(join(folder, "out")))], summary: await readCounts(folder), documents, broken });
    console.log(formatTargets(targets));
    if (flags.plot !== undefined) await writeFile(flags.plot, drawPlot(looks, `Memory of all processes, MiB: ${documents.toLocaleString("en-US")} mixed documents on two cores`));
    console.log(`written to ${writeResult("memory", { documents, looks, targets })}`);
    const failed = targets.filter(({ passed }) => !passed).length;
    console.log(`${targets.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function watchRun(folder: string): Promise<{ looks: Look[]; exitCode: number }> {
  const child = spawn("./ream", ["run", "--pipeline", "ocr", join(folder, "documents"), "--output", join(folder, "out")], { stdio: ["ignore", "inherit", "inherit"] });
  const startMs = performance.now();
  const looks: Look[] = [];
  const timer = setInterval(() => looks.push(lookAtRun(child.pid ?? 0, Math.round((performance.now() - startMs) / 100) / 10)), LOOK_EVERY_MS);
  const exitCode = await endOf(child);
  clearInterval(timer);
  return { looks: looks.filter(({ mebibytes }) => mebibytes > 0), exitCode };
}

async function endOf(child: ChildProcess): Promise<number> {
  await once(child, "exit");
  return child.exitCode ?? -1;
}

interface Facts {
  readonly looks: readonly Look[];
  readonly exitCode: number;
  readonly left: readonly string[];
  readonly summary: { readonly succeeded: number; readonly failed: number };
  readonly documents: number;
  readonly broken: number;
}

function judge({ looks, exitCode, left, summary, documents, broken }: Facts): Target[] {
  const quarter = (number: number): readonly Look[] => looks.slice(Math.floor((looks.length * number) / 4), Math.floor((looks.length * (number + 1)) / 4));
  const mean = (of: readonly Look[]): number => of.reduce((sum, { mebibytes }) => sum + mebibytes, 0) / of.length;
  const most = (of: readonly Look[]): number => Math.max(...of.map(({ descriptors }) => descriptors));
  const counts = { what: "exit code, documents that succeeded and failed", wanted: `1, ${documents - broken} and ${broken}`, got: `${exitCode}, ${summary.succeeded} and ${summary.failed}` };
  return [
    { ...counts, passed: counts.wanted === counts.got },
    atMost("mean memory of the last quarter, in % of the second", (100 * mean(quarter(3))) / mean(quarter(1)), MOST_MEMORY_PERCENT),
    atMost("mean memory of the last quarter, MiB", mean(quarter(3)), 1536),
    atMost("file descriptors in the last quarter, more than in the second", most(quarter(3)) - most(quarter(1)), MORE_DESCRIPTORS),
    { what: "temporary files left", wanted: "none", got: left.slice(0, 5).join(", ") || "none", passed: left.length === 0 },
  ];
}

async function readCounts(folder: string): Promise<Facts["summary"]> {
  const { documents }: { documents: Facts["summary"] } = JSON.parse(await readFile(join(folder, "out/summary.json"), "utf8"));
  return documents;
}

/** Of this machine's folder for them, as far as they may be Ream's or a child's of it. */
async function temporaryFiles(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => /ream|tess|magick|pdfium|vips|node-/.test(name));
}

/** Ream's own folders for what it is working on. */
async function scratchLeft(output: string): Promise<string[]> {
  const found = await readdir(join(output, ".ream"), { recursive: true }).catch(() => []);
  return found.filter((name) => /scratch|tasks\//.test(name) && !/\.jsonl?$/.test(name)).filter((name) => !/(^|\/)(scratch|tasks)$/.test(name));
}

await main();
