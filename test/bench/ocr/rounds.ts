/** The measurements of a round, one after the other, so that whatever disturbs the machine disturbs all of them. */
import { join } from "node:path";
import { type BaselineRun, runBaseline } from "./baseline.ts";
import type { ComparedFiles } from "./compared-files.ts";
import { type ReamRun, runReam } from "./ream-run.ts";

/** Of documents, and of processes of the baseline: what the targets speak of. */
const SLOTS = 2;
const SPLIT_PAGES = 10;
/** Spread over the document, one of each kind of its pages. */
const SAMPLED_PAGES = [1, 56, 111, 166, 221, 276] as const;

export interface PagesRound {
  readonly baseline: BaselineRun;
  readonly native: ReamRun;
  readonly wasm: ReamRun;
}

export async function comparePages(pages: ComparedFiles, folder: string): Promise<PagesRound> {
  const output = join(folder, "out");
  const baseline = await runBaseline(pages.files, { processes: SLOTS, output });
  const native = await runReam(pages, { workers: SLOTS, output, settings: ["engine=native"] });
  const wasm = await runReam(pages, { workers: SLOTS, output, settings: ["engine=wasm"] });
  requireEngine(native, "native");
  requireEngine(wasm, "wasm");
  return { baseline, native, wasm };
}

/** Milliseconds for the whole of the long scan. */
export interface SplitRound {
  readonly baselineOneMs: number;
  readonly baselineTwoMs: number;
  readonly reamOneMs: number;
  readonly reamTwoMs: number;
  readonly texts: ReadonlyMap<string, string>;
}

export async function compareSplit(scan: ComparedFiles, folder: string): Promise<SplitRound> {
  const output = join(folder, "out");
  const settings = ["engine=native", `splitPages=${SPLIT_PAGES}`];
  const baselineOne = await runBaseline(scan.files, { processes: 1, output });
  const reamOne = await runReam(scan, { workers: 1, output, settings });
  const baselineTwo = await runBaseline(scan.files, { processes: SLOTS, output });
  const reamTwo = await runReam(scan, { workers: SLOTS, output, settings });
  return { baselineOneMs: baselineOne.cost.wallMs, baselineTwoMs: baselineTwo.cost.wallMs, reamOneMs: reamOne.cost.wallMs, reamTwoMs: reamTwo.cost.wallMs, texts: reamTwo.texts };
}

/** Milliseconds a page. */
export interface TextRound {
  readonly reamMs: number;
  readonly baselineMs: number;
  readonly texts: ReadonlyMap<string, string>;
}

export async function compareText(book: ComparedFiles, folder: string): Promise<TextRound> {
  const output = join(folder, "out");
  const baseline = await runBaseline(book.files, { processes: SLOTS, output, pagesOfPdf: SAMPLED_PAGES });
  const ream = await runReam(book, { workers: SLOTS, output, settings: [] });
  return { reamMs: ream.cost.wallMs / book.pages, baselineMs: baseline.cost.wallMs / SAMPLED_PAGES.length, texts: ream.texts };
}

function requireEngine({ engines }: ReamRun, kind: "native" | "wasm"): void {
  const others = engines.filter((name) => !name.includes(kind) || !name.includes("fast"));
  if (others.length > 0) throw new Error(`these engines were not to be measured: ${others.join("; ")}`);
}
