/** How many items of a pool may be in the work stream: enough to keep its workers busy and KEDA informed, and no more. */

/** A list of so many is read in milliseconds; beyond, a broker's listing costs more than it brings. */
export const MAX_WINDOW = 5000;

/** Past the autoscaler's tolerance of 10 %, so that a full window asks for the last replica too. */
const HEADROOM = 1.25;

export interface WindowFacts {
  readonly maxReplicas: number;
  readonly itemsPerReplica: number;
  readonly concurrency: number;
  /** Items that ended in the last second: a fast pool must not run dry between two plans. */
  readonly completedLastSecond: number;
}

export function windowSize(facts: WindowFacts): number {
  const wanted = Math.ceil(HEADROOM * facts.maxReplicas * Math.max(facts.itemsPerReplica, facts.concurrency));
  return Math.min(MAX_WINDOW, Math.max(1, wanted, facts.completedLastSecond));
}
