/** What the rounds over the pages say: speed, errors, and the targets. */
import { type Measured, toMeasured } from "../measure.ts";
import { atLeast, atMost, formatTable, round, type Target } from "../targets.ts";
import type { ComparedFiles } from "./compared-files.ts";
import { judgeTexts, type Quality, SKEWED_DEGREES } from "./quality.ts";
import type { ReamRun } from "./ream-run.ts";
import type { PagesRound } from "./rounds.ts";

const VARIANTS = ["baseline", "native", "wasm"] as const;
type Variant = (typeof VARIANTS)[number];

interface VariantResult {
  readonly pagesPerSecond: Measured;
  /** Over the baseline of the same round. */
  readonly ofBaseline: Measured;
  readonly cpuMsPerPage: Measured;
  readonly peakMegabytes: Measured;
  /** Of the wall clock times the slots, in percent: what no document was worked on in. Ream's alone. */
  readonly idlePercent?: Measured;
  readonly turnedPages?: number;
  readonly quality: Quality;
}

export interface PagesResult extends Readonly<Record<Variant, VariantResult>> {
  readonly documents: number;
  readonly pages: number;
  readonly knownCharacters: number;
}

/** Of the baseline's throughput. */
const LEAST_OF_BASELINE = { native: 0.95, wasm: 0.78 } as const;
/** Of the baseline's errors on pages that lie askew. */
const MOST_OF_SKEWED_ERRORS = 0.5;
/** Percentage points: another build of the same engine reads a comma differently here and there, either way. */
const SAME_POINTS = 0.05;
const SLOTS = 2;

export function toPagesResult({ files, pages }: ComparedFiles, rounds: readonly PagesRound[]): PagesResult | undefined {
  const last = rounds.at(-1);
  if (last === undefined) return undefined;
  const of = (variant: Variant): VariantResult => {
    const each = (value: (taken: PagesRound) => number): Measured => toMeasured(rounds.map(value));
    const ream = (value: (run: ReamRun) => number): Measured => each((taken) => (variant === "baseline" ? NaN : value(taken[variant])));
    return {
      pagesPerSecond: each((taken) => (1000 * pages) / taken[variant].cost.wallMs),
      ofBaseline: each((taken) => taken.baseline.cost.wallMs / taken[variant].cost.wallMs),
      cpuMsPerPage: each((taken) => taken[variant].cost.cpuMs / pages),
      peakMegabytes: each((taken) => taken[variant].cost.peakBytes / 1e6),
      ...(variant === "baseline" ? {} : { idlePercent: ream(({ cost, documentsMs }) => 100 - (100 * documentsMs) / (SLOTS * cost.wallMs)), turnedPages: last[variant].turnedPages }),
      quality: judgeTexts(files, last[variant].texts),
    };
  };
  const baseline = of("baseline");
  const knownCharacters = baseline.quality.files.reduce((sum, { characters }) => sum + characters, 0);
  return { documents: files.length, pages, knownCharacters, baseline, native: of("native"), wasm: of("wasm") };
}

export function toPagesTargets(result: PagesResult): Target[] {
  return (["native", "wasm"] as const).flatMap((variant) => toVariantTargets(variant, result));
}

function toVariantTargets(variant: "native" | "wasm", { baseline, [variant]: ream }: PagesResult): Target[] {
  const { straightErrorPercent, skewedErrorPercent, wordRecallPercent } = baseline.quality;
  return [
    atLeast(`${variant}: throughput over the baseline's`, ream.ofBaseline.median, LEAST_OF_BASELINE[variant]),
    atMost(`${variant}: character errors on straight pages, %`, ream.quality.straightErrorPercent, straightErrorPercent + SAME_POINTS),
    atMost(`${variant}: character errors on pages askew by ${SKEWED_DEGREES}° or more, %`, ream.quality.skewedErrorPercent, skewedErrorPercent * MOST_OF_SKEWED_ERRORS),
    atLeast(`${variant}: words found, %`, ream.quality.wordRecallPercent, wordRecallPercent - SAME_POINTS),
  ];
}

export function formatPages(result: PagesResult): string {
  const row = (name: string, of: (variant: VariantResult) => string): string[] => ["", name, ...VARIANTS.map((variant) => of(result[variant]))];
  return formatTable([
    ["", `${result.documents} documents, ${result.pages} pages, ${round(result.knownCharacters)} known characters, ${result.baseline.ofBaseline.rounds} rounds`, "baseline", "Ream native", "Ream wasm"],
    row("pages/s", ({ pagesPerSecond }) => formatMeasured(pagesPerSecond)),
    row("throughput over the baseline's", ({ ofBaseline }) => formatMeasured(ofBaseline)),
    row("ms of processor a page", ({ cpuMsPerPage }) => formatMeasured(cpuMsPerPage)),
    row("peak memory of all its processes, MB", ({ peakMegabytes }) => formatMeasured(peakMegabytes)),
    row("% of the slots' time without a document", ({ idlePercent }) => (idlePercent === undefined ? "-" : formatMeasured(idlePercent))),
    row("pages turned and read again", ({ turnedPages }) => (turnedPages === undefined ? "-" : String(turnedPages))),
    row("character errors on straight pages, %", ({ quality }) => round(quality.straightErrorPercent)),
    row(`character errors on pages askew by ${SKEWED_DEGREES}° or more, %`, ({ quality }) => round(quality.skewedErrorPercent)),
    row("words found, %", ({ quality }) => round(quality.wordRecallPercent)),
  ]);
}

export function formatMeasured({ median, least, most }: Measured): string {
  return `${round(median)} (${round(least)}–${round(most)})`;
}
