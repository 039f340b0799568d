/** What the rounds over the two long documents say: gain by splitting, and pages that have their text. */
import { type Measured, toMeasured } from "../measure.ts";
import { atLeast, formatTable, round, type Target } from "../targets.ts";
import type { ComparedFiles } from "./compared-files.ts";
import { formatMeasured } from "./pages-result.ts";
import { judgeTexts } from "./quality.ts";
import type { SplitRound, TextRound } from "./rounds.ts";

export interface SplitResult {
  readonly pages: number;
  readonly baselineOneSeconds: Measured;
  readonly baselineTwoSeconds: Measured;
  readonly reamOneSeconds: Measured;
  readonly reamTwoSeconds: Measured;
  /** Time on one slot over time on two. */
  readonly baselineGain: Measured;
  readonly reamGain: Measured;
  readonly gainOfBaseline: Measured;
  readonly wordRecallPercent: number;
}

export interface TextResult {
  readonly pages: number;
  readonly baselineMsPerPage: Measured;
  readonly reamMsPerPage: Measured;
  readonly timesFaster: Measured;
  readonly wordRecallPercent: number;
}

/** Of what the baseline gains. */
const LEAST_GAIN = 0.93;
const LEAST_TIMES_FASTER = 100;
/** Text that is in the file has no errors; only a few words are cut differently. */
const LEAST_TEXT_RECALL_PERCENT = 99.9;
/** So that nothing is gained by losing pages. */
const LEAST_SCAN_RECALL_PERCENT = 95;

export function toSplitResult({ files, pages }: ComparedFiles, rounds: readonly SplitRound[]): SplitResult | undefined {
  const last = rounds.at(-1);
  if (last === undefined) return undefined;
  const each = (value: (taken: SplitRound) => number): Measured => toMeasured(rounds.map(value));
  const baselineGain = (taken: SplitRound): number => taken.baselineOneMs / taken.baselineTwoMs;
  const reamGain = (taken: SplitRound): number => taken.reamOneMs / taken.reamTwoMs;
  return {
    pages,
    baselineOneSeconds: each(({ baselineOneMs }) => baselineOneMs / 1000),
    baselineTwoSeconds: each(({ baselineTwoMs }) => baselineTwoMs / 1000),
    reamOneSeconds: each(({ reamOneMs }) => reamOneMs / 1000),
    reamTwoSeconds: each(({ reamTwoMs }) => reamTwoMs / 1000),
    baselineGain: each(baselineGain),
    reamGain: each(reamGain),
    gainOfBaseline: each((taken) => reamGain(taken) / baselineGain(taken)),
    wordRecallPercent: judgeTexts(files, last.texts).wordRecallPercent,
  };
}

export function toTextResult({ files, pages }: ComparedFiles, rounds: readonly TextRound[]): TextResult | undefined {
  const last = rounds.at(-1);
  if (last === undefined) return undefined;
  const each = (value: (taken: TextRound) => number): Measured => toMeasured(rounds.map(value));
  return {
    pages,
    baselineMsPerPage: each(({ baselineMs }) => baselineMs),
    reamMsPerPage: each(({ reamMs }) => reamMs),
    timesFaster: each(({ baselineMs, reamMs }) => baselineMs / reamMs),
    wordRecallPercent: judgeTexts(files, last.texts).wordRecallPercent,
  };
}

export function toSplitTargets({ gainOfBaseline, wordRecallPercent }: SplitResult): Target[] {
  return [
    atLeast("split over two slots: gain over the baseline's gain", gainOfBaseline.median, LEAST_GAIN),
    atLeast("split over two slots: words found, %", wordRecallPercent, LEAST_SCAN_RECALL_PERCENT),
  ];
}

export function toTextTargets({ timesFaster, wordRecallPercent }: TextResult): Target[] {
  return [
    atLeast("born digital: times faster a page than recognition", timesFaster.median, LEAST_TIMES_FASTER),
    atLeast("born digital: words found, %", wordRecallPercent, LEAST_TEXT_RECALL_PERCENT),
  ];
}

export function formatSplit(result: SplitResult): string {
  return formatTable([
    ["", `a scan of ${result.pages} pages`, "baseline", "Ream native, splitPages 10"],
    ["", "s on one slot", formatMeasured(result.baselineOneSeconds), formatMeasured(result.reamOneSeconds)],
    ["", "s on two slots", formatMeasured(result.baselineTwoSeconds), formatMeasured(result.reamTwoSeconds)],
    ["", "gain", formatMeasured(result.baselineGain), formatMeasured(result.reamGain)],
    ["", "words found, %", "-", round(result.wordRecallPercent)],
  ]);
}

export function formatText(result: TextResult): string {
  return formatTable([
    ["", `a document of ${result.pages} pages with their text`, "baseline, 6 pages drawn", "Ream, all pages"],
    ["", "ms a page", formatMeasured(result.baselineMsPerPage), formatMeasured(result.reamMsPerPage)],
    ["", "words found, %", "-", round(result.wordRecallPercent)],
  ]);
}
