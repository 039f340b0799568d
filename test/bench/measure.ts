/** Numbers that a measurement is judged by: medians, because one disturbed round must not decide. */
import { setImmediate } from "node:timers/promises";

/** Of an even count the mean of the middle two; NaN for nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** What rounds of the same measurement said. */
export interface Measured {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

export function toMeasured(values: readonly number[]): Measured {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), rounds: values.length };
}

/** How far apart the rounds lay, in percent of their median. */
export function noisePercent({ median: middle, least, most }: Measured): number {
  return (100 * (most - least)) / middle;
}

const MOST_COLLECTIONS = 12;
/** Two readings that differ by less are the same. */
const SETTLED_BYTES = 4096;

/**
 * Bytes that the process holds when all garbage is gone: the heap and what lies outside it (`external`, which counts array
 * buffers too). Outside memory is freed after a collection, and only when the program lets go of its turn.
 */
export async function heldBytes(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error("run node with --expose-gc: memory is compared after a collection");
  let held = Infinity;
  for (let round = 0; round < MOST_COLLECTIONS; round += 1) {
    globalThis.gc();
    await setImmediate();
    const { heapUsed, external } = process.memoryUsage();
    if (Math.abs(held - heapUsed - external) < SETTLED_BYTES) break;
    held = heapUsed + external;
  }
  return held;
}

/** Garbage of what came before is not paid for by what comes next. */
export function collectYoung(): void {
  globalThis.gc?.({ type: "minor" });
}
