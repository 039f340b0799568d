/**
 * `make bench-ocr`: how fast and how well the text of documents is read, beside a script around `tesseract` over the same files in
 * the same minutes.
 *
 * `--rounds 1 --pages 8 --only pages` for a look in between; the targets are those of the full size.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { copyCompared } from "./ocr/compared-files.ts";
import { formatPages, type PagesResult, toPagesResult, toPagesTargets } from "./ocr/pages-result.ts";
import { requireCommands } from "./ocr/require-commands.ts";
import { comparePages, compareSplit, compareText, type PagesRound, type SplitRound, type TextRound } from "./ocr/rounds.ts";
import { formatSplit, formatText, type SplitResult, type TextResult, toSplitResult, toSplitTargets, toTextResult, toTextTargets } from "./ocr/long-results.ts";
import { formatTargets, writeResult } from "./targets.ts";

const PARTS = ["pages", "split", "text"] as const;

interface Rounds {
  readonly pages: PagesRound[];
  readonly split: SplitRound[];
  readonly text: TextRound[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, pages: { type: "string" }, only: { type: "string" } } });
  const baseline = await requireCommands();
  warnOfBusyMachine();
  const folder = await mkdtemp(join(tmpdir(), "ream-bench-ocr-"));
  try {
    const most = values.pages === undefined ? {} : { most: Number(values.pages) };
    const pages = await copyCompared("pages", { into: folder, ...most });
    const scan = await copyCompared("long-scan", { into: folder });
    const book = await copyCompared("born-digital", { into: folder });
    const wanted = PARTS.filter((part) => values.only === undefined || values.only.split(",").includes(part));
    const rounds: Rounds = { pages: [], split: [], text: [] };
    for (let count = 1; count <= Number(values.rounds); count += 1) {
      if (wanted.includes("pages")) rounds.pages.push(await comparePages(pages, folder));
      if (wanted.includes("split")) rounds.split.push(await compareSplit(scan, folder));
      if (wanted.includes("text")) rounds.text.push(await compareText(book, folder));
      print(describeRound(count, rounds));
    }
    report({ baseline, pages: toPagesResult(pages, rounds.pages), split: toSplitResult(scan, rounds.split), text: toTextResult(book, rounds.text) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ratios of what runs for half a minute each say nothing while others take the processors in turns. */
function warnOfBusyMachine(): void {
  const [load = 0] = loadavg();
  if (load > availableParallelism() / 4) print(`the machine is busy (load ${load.toFixed(1)}): wait until it is idle, or trust the milliseconds of processor alone`);
}

interface Results {
  readonly baseline: string;
  readonly pages: PagesResult | undefined;
  readonly split: SplitResult | undefined;
  readonly text: TextResult | undefined;
}

function report(results: Results): void {
  const { pages, split, text } = results;
  if (pages !== undefined) print(formatPages(pages));
  if (split !== undefined) print(formatSplit(split));
  if (text !== undefined) print(formatText(text));
  const targets = [...(pages === undefined ? [] : toPagesTargets(pages)), ...(split === undefined ? [] : toSplitTargets(split)), ...(text === undefined ? [] : toTextTargets(text))];
  print(formatTargets(targets));
  print(`written to ${writeResult("ocr", { ...results, targets })}`);
  const failed = targets.filter(({ passed }) => !passed).length;
  print(`${targets.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function describeRound(count: number, { pages, split, text }: Rounds): string {
  const seconds = (milliseconds: number | undefined): string => (milliseconds === undefined ? "-" : `${(milliseconds / 1000).toFixed(1)} s`);
  const [page, scan, book] = [pages.at(-1), split.at(-1), text.at(-1)];
  return [
    `round ${count}: pages: baseline ${seconds(page?.baseline.cost.wallMs)}, native ${seconds(page?.native.cost.wallMs)}, wasm ${seconds(page?.wasm.cost.wallMs)}`,
    `long scan: baseline ${seconds(scan?.baselineOneMs)} and ${seconds(scan?.baselineTwoMs)}, Ream ${seconds(scan?.reamOneMs)} and ${seconds(scan?.reamTwoMs)}`,
    `a page with text: baseline ${seconds(book?.baselineMs)}, Ream ${book === undefined ? "-" : `${book.reamMs.toFixed(1)} ms`}`,
  ].join("; ");
}

function print(text: string): void {
  console.log(text);
}

await main();
