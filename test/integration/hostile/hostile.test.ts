/**
 * Hostile and broken files of every kind, in real runs: each ends as `test/corpus/hostile/expected.json` said before any of them
 * was run, no one takes another or the run with it, and nothing is read or written where it should not be.
 */
import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { expectedText, EXPECTED, type Expectation } from "../../corpus/hostile/expectations.ts";
import { MIB } from "../../corpus/hostile/hostile-file.ts";
import { SHORT_IDS } from "../../corpus/hostile/kinds/named-files.ts";
import { changeAfterListing, changeWhileRead } from "../../corpus/hostile/kinds/special-files.ts";
import { CANARY_WORDS, type HostileFolder, makeHostileFolder } from "../../corpus/hostile/make-hostile-folder.ts";
import { gzipRepeats } from "../../corpus/hostile/packed-repeats.ts";
import { onePage } from "../../corpus/hostile/pdf-file.ts";
import { readJsonLines, type ResultLine } from "../local/support/output-files.ts";
import { processesWithEnvironment } from "../local/support/process-watch.ts";
import { type ReamEnd, runReam, startReam, untilDuring } from "../local/support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "../local/support/test-folder.ts";
import { DOCUMENT_TIMEOUT_SECONDS, hasNativeEngine, MEMORY_LIMIT_MIB, PAGE_TIMEOUT_SECONDS, withoutReadingEverything, WORKERS, writeHostileJob } from "./hostile-job.ts";

const MOST_TREE_MIB = 1536;
const RUN_TIMEOUT_MS = 240_000;
const MAKING_TIMEOUT_MS = 120_000;
/** A byte more and a byte less, many times while a file of 300 MiB is read. */
const CHANGE_MS = 2;
/** Of a document that neither waits nor hangs, with starting the process that reads it. */
const LONGEST_ORDINARY_SECONDS = 10;
const LEAST_REASONS = 20;

let folder: TestFolder;
let hostile: HostileFolder;
let through: readonly string[];

/** Whatever is started inherits it, and can be found again by it; it stays empty. */
const environment = (): Record<string, string> => ({ TMPDIR: folder.at("temporary") });

beforeAll(async () => {
  folder = await makeTestFolder();
  through = withoutReadingEverything();
  for (const name of ["temporary", "here"]) await mkdir(folder.at(name));
});

afterAll(async () => {
  for (const { pid } of processesWithEnvironment(folder.at("temporary"))) process.kill(pid, "SIGKILL");
  await folder.remove();
});

interface Run {
  readonly end: ReamEnd;
  readonly results: readonly ResultLine[];
  readonly output: string;
}

async function run(words: readonly string[], name: string): Promise<Run> {
  const end = await runReam(words, { environment: environment(), cwd: folder.at("here"), through, timeoutMs: RUN_TIMEOUT_MS });
  return { end, results: await readJsonLines(folder.at(`${name}-out/results.jsonl`)), output: folder.at(`${name}-out`) };
}

/** While it goes on, files are changed behind its back. */
async function runOverFiles(engine: string): Promise<Run> {
  const name = `files-${engine}`;
  const volume = { name: "hostile", include: ["**", "**/.*", ".ream/**"] };
  const words = await writeHostileJob(folder, { name, source: { volume }, engine });
  const running = startReam([...words, "--volume", `hostile=${hostile.volume}`], { environment: environment(), cwd: folder.at("here"), through, timeoutMs: RUN_TIMEOUT_MS });
  const changing = setInterval(() => changeWhileRead(hostile.volume), CHANGE_MS);
  try {
    await untilDuring(running, () => running.stdout().includes('"phase":"Running"'));
    changeAfterListing(hostile.volume, hostile.world);
    return { end: await running.ended, results: await readJsonLines(folder.at(`${name}-out/results.jsonl`)), output: folder.at(`${name}-out`) };
  } finally {
    clearInterval(changing);
  }
}

const shortId = (id: string): string => SHORT_IDS.get(id) ?? id;

/** One line a document, so that a difference shows as two lines. */
function briefs(table: Readonly<Record<string, Expectation>>, missing: ReadonlyMap<string, string> = new Map()): string[] {
  return Object.entries(table).flatMap(([id, { ends }]) => (missing.has(id) ? [] : [`${id}: ${ends}`])).sort();
}

function foundBriefs(results: readonly ResultLine[]): string[] {
  return results.map(({ id, outcome, reason }) => `${shortId(id)}: ${reason ?? outcome}`).sort();
}

function textOf({ output }: Run, { outputs }: ResultLine): string {
  return outputs.map(({ name }) => readFileSync(`${output}/${name}`, "utf8")).join("");
}

/** All below the folder, but for what the run may write and what this test itself changes. */
function photograph(except: string): string[] {
  const found: string[] = [];
  const walk = (below: Buffer): void => {
    const whole = Buffer.concat([Buffer.from(`${folder.path}/`), below]);
    for (const name of readdirSync(whole, { encoding: "buffer" })) {
      const path = Buffer.concat([below, name]);
      const shown = path.toString("latin1");
      const { mode, size, mtimeMs } = lstatSync(Buffer.concat([Buffer.from(`${folder.path}/`), path]));
      if (shown === except || shown.startsWith("volume/special/z-")) continue;
      const isFolder = (mode & 0o170000) === 0o040000;
      found.push(isFolder ? `${shown}/` : `${shown} ${mode} ${size} ${mtimeMs}`);
      if (isFolder) walk(Buffer.concat([path, Buffer.from("/")]));
    }
  };
  walk(Buffer.alloc(0));
  return found;
}

/** Documents that wait for a limit of time take so long; the others take no longer than documents do. */
function mostSeconds(results: readonly ResultLine[]): number {
  const limits: Readonly<Record<string, number>> = { Timeout: DOCUMENT_TIMEOUT_SECONDS, PageTimeout: PAGE_TIMEOUT_SECONDS };
  return results.reduce((sum, { reason = "" }) => sum + (limits[reason] ?? 0), 0) / WORKERS + (results.length * LONGEST_ORDINARY_SECONDS) / 10;
}

function report(name: string, { end, results }: Run): void {
  const counts = new Map<string, number>();
  for (const { outcome, reason = outcome } of results) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort(([, one], [, other]) => other - one).map(([reason, count]) => `${reason} ${count}`);
  console.log(
    `${name}: ${results.length} documents in ${(end.millis / 1000).toFixed(1)} s; peak memory of the tree ${Math.round(end.memory.peakBytes / MIB)} MiB ` +
      `in at most ${end.memory.peakProcesses} processes (${end.memory.samples} samples; ${WORKERS} slots of ${MEMORY_LIMIT_MIB} MiB), the parent alone ${Math.round(end.parentPeakBytes / MIB)} MiB; ${reasons.join(", ")}`,
  );
}

test("the table has at least sixty kinds and twenty reasons", () => {
  const rows = [...Object.values(EXPECTED.files), ...Object.values(EXPECTED.addresses)];
  expect(Object.keys(EXPECTED.files).length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(({ ends }) => ends)).size).toBeGreaterThanOrEqual(LEAST_REASONS);
});

describe.each(hasNativeEngine() ? ["native", "wasm"] : ["wasm"])("a run over hostile files with the engine %s", (engine) => {
  let found: Run;
  let before: string[];

  beforeAll(async () => {
    // The run before has had them changed.
    for (const name of ["volume", "outside"]) await rm(folder.at(name), { recursive: true, force: true });
    hostile = await makeHostileFolder(folder.path);
    for (const [id, why] of hostile.missing) console.warn(`${id} is left out: ${why}`);
    await writeHostileJob(folder, { name: `files-${engine}`, source: {} });
    before = photograph(`files-${engine}.yaml`);
    found = await runOverFiles(engine);
    report(engine, found);
  }, RUN_TIMEOUT_MS + MAKING_TIMEOUT_MS);

  test("goes on to its end, with exit code 1 because documents failed", () => {
    expect(found.end).toMatchObject({ exitCode: 1, signal: null });
  });

  test("ends each document as the table says", () => {
    expect(foundBriefs(found.results)).toEqual(briefs(EXPECTED.files, hostile.missing));
  });

  test("reads what can be read", () => {
    const read = found.results.filter(({ outcome }) => outcome === "Succeeded").map((line) => ({ id: shortId(line.id), text: textOf(found, line) }));
    const wrong = read.filter(({ id, text }) => !text.includes(expectedText(EXPECTED.files[id] ?? { ends: "" }) ?? ""));
    expect(wrong).toEqual([]);
  });

  test("gives the same garbage the same reason, whatever it is called", () => {
    const reasons = found.results.filter(({ id }) => id.startsWith("others/random.")).map(({ reason, message }) => `${reason}: ${message}`);
    expect(reasons.length).toBe(3);
    expect(new Set(reasons).size).toBe(1);
  });

  test("says of each in words what is wrong with it, and nothing about this machine", () => {
    const failed = found.results.filter(({ outcome }) => outcome === "Failed");
    expect(failed.filter(({ message = "" }) => message.length < 10 || message.includes(folder.path))).toEqual([]);
  });

  test("reads nothing outside of the volume", () => {
    expect(found.results.filter((line) => textOf(found, line).includes(CANARY_WORDS.slice(-12))).map(({ id }) => id)).toEqual([]);
  });

  test("writes nothing outside of its output, and leaves no temporary file", () => {
    expect(photograph(`files-${engine}-out`).filter((line) => !line.startsWith(`files-${engine}.yaml `))).toEqual(before);
    expect([...readdirSync(folder.at("temporary")), ...readdirSync(folder.at("here"))]).toEqual([]);
    expect(readdirSync(`${found.output}/.ream/tasks`)).toEqual([]);
  });

  test("leaves no process behind", () => {
    expect(found.end.left).toEqual([]);
    expect(processesWithEnvironment(folder.at("temporary"))).toEqual([]);
  });

  test("keeps the whole tree under 1.5 GiB of memory", () => {
    expect(found.end.memory.samples).toBeGreaterThan(50);
    expect(found.end.memory.peakBytes).toBeLessThan(MOST_TREE_MIB * MIB);
  });

  test("takes no longer than its time limits make it", () => {
    expect(found.end.millis / 1000).toBeLessThan(mostSeconds(found.results));
    const tooLong = found.results.filter(({ stages }) => stages.some(({ millis }) => millis > (DOCUMENT_TIMEOUT_SECONDS + 2) * 1000));
    expect(tooLong.map(({ id, stages }) => ({ id, stages }))).toEqual([]);
  });
});

describe("a run over a manifest of hostile addresses", () => {
  const ADDRESSES: Readonly<Record<string, string>> = {
    "https-metadata": "https://169.254.169.254/latest/meta-data/",
    "https-loopback": "https://localhost:1/x.pdf",
    "https-private": "https://10.0.0.1/x.pdf",
    "https-loopback-in-ipv6": "https://[::ffff:127.0.0.1]/x.pdf",
    "https-loopback-as-number": "https://2130706433/x.pdf",
    file: "file:///etc/passwd",
    ftp: "ftp://127.0.0.1/x.pdf",
    gopher: "gopher://127.0.0.1:25/_x",
    "other-volume": "volume://secrets/x.pdf",
    "no-path": "volume://docs",
    "volume-itself": "volume://docs/",
    folder: "volume://docs/folder",
    dots: "volume://docs/../outside/canary.png",
    "dots-encoded": "volume://docs/%2e%2e/outside/canary.png",
    "dots-behind-a-folder": "volume://docs/folder/../../outside/canary.png",
    "slash-encoded": "volume://docs/..%2foutside%2fcanary.png",
    "nul-encoded": "volume://docs/good.pdf%00.txt",
    "through-a-link": "volume://docs/link.png",
    "absolute-looking": "volume://docs//etc/passwd",
    "through-a-file": "volume://docs/good.pdf/x",
    "of-4000-characters": `volume://docs/${"x".repeat(4000)}`,
    missing: "volume://docs/missing.pdf",
    shell: "volume://docs/$(touch canary).pdf",
  };
  let found: Run;
  let before: string[];

  beforeAll(async () => {
    await folder.write("docs/good.pdf", onePage());
    await folder.write("docs/folder/x.pdf", onePage());
    await symlink(hostile.world.canaryPicture, folder.at("docs/link.png"));
    const lines = Object.keys(EXPECTED.addresses).map((id) => JSON.stringify({ id, uri: ADDRESSES[id] ?? "good.pdf" }));
    await folder.write("docs/manifest.jsonl", `${lines.join("\n")}\n`);
    const words = await writeHostileJob(folder, { name: "addresses", source: { manifest: { uri: "volume://docs/manifest.jsonl" } } });
    before = photograph("addresses-out");
    found = await run([...words, "--volume", `docs=${folder.at("docs")}`], "addresses");
    report("addresses", found);
  }, RUN_TIMEOUT_MS);

  test("ends each as the table says", () => {
    expect(found.end).toMatchObject({ exitCode: 1, signal: null, left: [] });
    expect(foundBriefs(found.results)).toEqual(briefs(EXPECTED.addresses));
  });

  test("reads and writes nothing outside", () => {
    expect(found.results.filter((line) => textOf(found, line).includes(CANARY_WORDS.slice(-12)))).toEqual([]);
    expect(photograph("addresses-out")).toEqual(before);
    expect(found.results.flatMap(({ outputs }) => outputs).filter(({ name }) => name.split("/").includes("..") || name.startsWith("/"))).toEqual([]);
  });
});

describe("a job that cannot begin is refused, and nothing is written:", () => {
  const line = (uri: string): string => `${JSON.stringify({ id: "good", uri: "good.pdf" })}\n{"id":"bad","uri":"${uri}"}\n`;
  const byName = { volume: { name: "docs" } };
  const byManifest = { manifest: { uri: "volume://docs/manifest" } };

  const REFUSED: Readonly<Record<string, { readonly source: object; readonly make: (at: (name: string) => string) => Promise<unknown> }>> = {
    "names that differ in case only": { source: byName, make: async (at) => Promise.all(["A.pdf", "a.PDF"].map((name) => writeFile(at(name), onePage()))) },
    "names that differ in composition only": { source: byName, make: async (at) => Promise.all(["caf\u00e9.pdf", "cafe\u0301.pdf"].map((name) => writeFile(at(name), onePage()))) },
    "a folder that nobody may read": { source: byName, make: async (at) => mkdir(at("locked"), { mode: 0 }) },
    "a manifest with a NUL in an address": { source: byManifest, make: async (at) => writeFile(at("manifest"), line("good.pdf\\u0000.txt")) },
    "a manifest with a path out of its volume": { source: byManifest, make: async (at) => writeFile(at("manifest"), line("../../etc/passwd")) },
    "a manifest that is a gzip bomb": { source: byManifest, make: async (at) => writeFile(at("manifest"), gzipRepeats(Buffer.from(`${" ".repeat(1023)}\n`.repeat(1024)), 10_240)) },
    "a manifest that is a pipe": { source: byManifest, make: async (at) => execFileSync("mkfifo", [at("manifest")]) },
    "a manifest of lone surrogates": { source: byManifest, make: async (at) => writeFile(at("manifest"), line("\\ud800.pdf")) },
  };

  test.each(Object.entries(EXPECTED.refused))("%s", async (name, { says = "" }) => {
    const own = await makeTestFolder();
    onTestFinished(async () => {
      await chmod(own.at("docs/locked"), 0o755).catch(() => undefined);
      await own.remove();
    });
    await mkdir(own.at("docs"));
    const { source, make } = REFUSED[name] ?? { source: {}, make: async () => undefined };
    await make((file) => own.at("docs", file));
    const words = await writeHostileJob(own, { name: "refused", source });
    const end = await runReam([...words, "--volume", `docs=${own.at("docs")}`], { environment: environment(), through, timeoutMs: 60_000 });
    expect(end).toMatchObject({ exitCode: 2, signal: null, left: [] });
    expect(end.stderr + end.stdout).toContain(says);
    expect(readdirSync(own.path).sort()).toEqual(["docs", "refused.yaml"]);
  });
});
