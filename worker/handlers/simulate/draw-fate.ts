/** What is to happen to a document, from the seed alone: every run gives each document the same fate. */
import type { SimulateOptions } from "../../../contract/handlers/simulate-options.ts";

export type Fate = "succeed" | "fail" | "reject" | "skip" | "hang" | "crash" | "memory";

interface Draw {
  readonly options: SimulateOptions;
  readonly documentId: string;
  /** From 1. */
  readonly attempt: number;
}

/** Rejecting and skipping are traits of a document; all else happens to one attempt and may go well in the next. */
export function drawFate({ options, documentId, attempt }: Draw): Fate {
  if (attempt <= options.failFirstAttempts) return "fail";
  if (!hasRates(options)) return "succeed";
  const trait = percentOf(options.seed, documentId, 0);
  if (trait < options.rejectPercent) return "reject";
  if (trait < options.rejectPercent + options.skipPercent) return "skip";
  return drawEvent(options, percentOf(options.seed, documentId, attempt));
}

function drawEvent(options: SimulateOptions, drawn: number): Fate {
  let end = 0;
  for (const [fate, percent] of [
    ["fail", options.failPercent],
    ["hang", options.hangPercent],
    ["crash", options.crashPercent],
    ["memory", options.memoryPercent],
  ] as const) {
    end += percent;
    if (drawn < end) return fate;
  }
  return "succeed";
}

function hasRates({ failPercent, rejectPercent, skipPercent, hangPercent, crashPercent, memoryPercent }: SimulateOptions): boolean {
  return failPercent + rejectPercent + skipPercent + hangPercent + crashPercent + memoryPercent > 0;
}

/** At least 0, below 100; evenly spread, also over ids that differ in one digit. */
function percentOf(seed: number, text: string, salt: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (mix(hash) / 4_294_967_296) * 100;
}

/** The finalizer of MurmurHash3. */
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
