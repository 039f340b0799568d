/** How much the property tests of this folder look at, and whether they look at the same each time. */
import type { Parameters as RunParameters } from "fast-check";

/** How many worlds the largest test looks at. */
const WORLDS = Number(process.env["REAM_WORLDS"] ?? 300);
const seed = process.env["REAM_SEED"];

/** A machine that does much else takes some 100 ms a world. */
export const RUNS_TIMEOUT_MS = 60_000 + WORLDS * 300;

/** A share of the worlds: others each time, and a failure says which; with REAM_SEED the same each time. */
export function runsOf(share: number): RunParameters<unknown> {
  return { numRuns: Math.ceil(WORLDS * share), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}
