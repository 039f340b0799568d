/** How far a run has come: what the loop tells, and every display reads. The numbers add up at every moment. */
import type { Reason } from "../contract/reasons.ts";
import type { Counts } from "../engine/progress.ts";

/** Where a run, or a round of it, is. */
export type RunPhase = "Discovering" | "Running" | "Draining" | "Finalizing" | "Completed" | "Failed" | "Stopped";

/** Documents by where they are. */
export type DocumentCounts = Counts;

export interface StageProgress extends DocumentCounts {
  readonly name: string;
  readonly pool: string;
}

/** Documents that failed for one reason in one stage. */
export interface FailureGroup {
  readonly reason: Reason;
  readonly stage: string;
  readonly count: number;
  /** Id of one of them. */
  readonly sampleDocument: string;
  /** Of that one; comes from outside and may hold anything. */
  readonly message: string;
}

export interface RunProgress extends DocumentCounts {
  readonly phase: RunPhase;
  /** Absent before the documents are known. */
  readonly total?: number;
  /** Ended steps (a document through a stage) of all steps, 0 to 100. */
  readonly progressPercent?: number;
  readonly stages: readonly StageProgress[];
  /** Documents an hour, over the last minutes; absent before there were enough. */
  readonly ratePerHour?: number;
  readonly etaMs?: number;
  /** Largest first; at most 10. */
  readonly failures: readonly FailureGroup[];
}

/** Documents that have ended, however. */
export function endedDocuments(counts: DocumentCounts): number {
  return counts.succeeded + counts.failed + counts.skipped + counts.cancelled;
}
