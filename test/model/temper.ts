/** What a world's documents and workers are like: how often each thing happens to a try that is worked on. */
import type { ItemDocument } from "../../contract/wire/item.ts";

/** `crashes`: some documents take their worker with them. `outages`: half the time the source does not answer. */
export const TEMPERS = ["even", "crashes", "failures", "splits", "outages"] as const;
export type Temper = (typeof TEMPERS)[number];

/** Percent of tries; the rest succeed. */
export interface Chances {
  readonly failed: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly split: number;
  readonly unavailable: number;
}

const CHANCES: Record<Temper, Chances> = {
  even: { failed: 15, rejected: 3, skipped: 3, split: 5, unavailable: 4 },
  crashes: { failed: 10, rejected: 2, skipped: 2, split: 10, unavailable: 0 },
  failures: { failed: 35, rejected: 20, skipped: 2, split: 5, unavailable: 0 },
  splits: { failed: 15, rejected: 2, skipped: 2, split: 45, unavailable: 2 },
  outages: { failed: 5, rejected: 2, skipped: 2, split: 5, unavailable: 2 },
};

const OUTAGE_EVERY_MS = 90_000;
const OUTAGE_MS = 50_000;

export function chancesOf(temper: Temper, nowMs: number): Chances {
  const chances = CHANCES[temper];
  const isDown = temper === "outages" && nowMs % OUTAGE_EVERY_MS < OUTAGE_MS;
  return isDown ? { failed: 0, rejected: 0, skipped: 0, split: 0, unavailable: 100 } : chances;
}

/** Of each six documents one takes its worker with it as a whole, one as soon as its first part is worked on, one when its parts are joined. */
export function takesItsWorker(temper: Temper, { index, part }: ItemDocument): boolean {
  if (temper !== "crashes") return false;
  const kind = index % 6;
  return (kind === 0 && part === undefined) || (kind === 3 && part === 0) || (kind === 5 && part === "join");
}

/** A document whose parts, or join, are to be the trouble is split at once. */
export function mustSplit(temper: Temper, { index, part }: ItemDocument): boolean {
  return temper === "crashes" && part === undefined && (index % 6 === 3 || index % 6 === 5);
}
