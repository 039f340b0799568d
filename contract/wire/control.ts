/** The operator's decisions, as only the leader appends them to a job's ledger. They make the fold a function of the ledger alone. */
import type { DocumentOutcome, Part } from "./outcome.ts";
import type { Reason } from "../reasons.ts";

/** Why a round was closed. */
export const SEAL_REASONS = ["Completed", "Cancelled", "DeadlineExceeded", "FailurePolicy", "ManifestInvalid", "ManifestEmpty", "DuplicateIds", "ManifestTooLarge"] as const;
export type SealReason = (typeof SEAL_REASONS)[number];

export type ControlRecord =
  /** A new leader's first record on each unfinished job; terms rise. */
  | { readonly type: "Leader"; readonly term: number }
  /** The first one wins; documents are admitted only after it. */
  | {
      readonly type: "Discovered";
      readonly run: string;
      readonly total: number;
      readonly pages: number;
      readonly stages: number;
      readonly blockSize: number;
      readonly sha256: string;
    }
  | { readonly type: "Suspended" }
  | { readonly type: "Resumed" }
  /** The failure policy suspended the job. */
  | { readonly type: "PolicyTripped"; readonly failed: number; readonly ended: number }
  /** Ends a suspect that took three workers with it. */
  | { readonly type: "WorkerCrashed"; readonly index: number; readonly stage: number; readonly try: number; readonly part?: Part; readonly partTry?: number }
  /** A new round over documents that failed before `failedBeforeMs` (or for one of `reasons`). Waits for Finalized when sealed. */
  | { readonly type: "Reopened"; readonly round: number; readonly failedBeforeMs: number; readonly reasons?: readonly Reason[] }
  /** No document outcome counts after this, in this round. */
  | { readonly type: "Sealed"; readonly reason: SealReason; readonly message?: string }
  | { readonly type: "Finalized"; readonly round: number; readonly countsAddUp: boolean; readonly message?: string }
  /** Outcomes of an earlier manifest over the same output, taken over because path, size and time are unchanged. */
  | { readonly type: "Carried"; readonly outcomes: readonly DocumentOutcome[] };

/** A message on `….control`. */
export interface ControlMessage {
  readonly kind: "control";
  readonly term: number;
  readonly record: ControlRecord;
}
