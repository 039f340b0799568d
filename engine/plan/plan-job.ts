/** What should happen in a job's life next: control records to append, and a task to have in the stream. Pure; judged anew each time. */
import type { ControlRecord, SealReason } from "../../contract/wire/control.ts";
import { MAX_MANIFEST_DOCUMENTS } from "../../contract/wire/manifest.ts";
import type { JobEntryState } from "../../contract/wire/job-entry.ts";
import { isPermanentTaskReason } from "../../contract/wire/outcome.ts";
import type { Reason } from "../../contract/reasons.ts";
import { DocumentState } from "../ledger/document-state.ts";
import { endedCount } from "../ledger/fold-control.ts";
import type { FoldState } from "../ledger/fold-state.ts";
import { partOf } from "../ledger/split-state.ts";
import { backoffDelayMs } from "../retry.ts";
import { blockSizeFor } from "./block-size.ts";

/** What a user wants of the job, now. */
export interface JobWants {
  readonly stages: number;
  readonly batchSize: number;
  readonly suspend: boolean;
  readonly cancel: boolean;
  readonly activeDeadlineSeconds?: number;
  readonly failurePolicy?: { readonly maxFailedPercent: number; readonly action: "Fail" | "Suspend" };
  readonly retryFailedBeforeMs?: number;
  /** Only documents that failed for one of these are tried again. */
  readonly retryReasons?: readonly Reason[];
}

export interface JobInput {
  readonly wants: JobWants;
  readonly state: FoldState;
  readonly nowMs: number;
  /** Items of this job that a worker may hold. */
  readonly deliveredItems: number;
  /** Since when this leader has seen that the job should stop; absent when it should not. */
  readonly stoppingSinceMs?: number;
  /** Slots of the pool with the most: what the block size looks at. */
  readonly slots: number;
}

export interface JobPlan {
  readonly records: readonly ControlRecord[];
  /** To be in the work stream, under this try. */
  readonly task?: { readonly kind: "discover"; readonly try: number } | { readonly kind: "finalize"; readonly round: number; readonly try: number };
  /** What workers are told. */
  readonly entryState: JobEntryState;
  /** The job should stop, and delivered items are waited for. */
  readonly stopping?: SealReason;
  /** When to plan again even if nothing happens. */
  readonly wakeAtMs?: number;
}

/** Delivered items of a job that stops are waited for so long. */
export const STOP_WAIT_MS = 60_000;
/** The failure policy speaks only once so many have ended. */
export const POLICY_MINIMUM_ENDED = 20;

export function planJob(input: JobInput): JobPlan {
  const { state } = input;
  if (state.haltedByVersion !== undefined) return { records: [], entryState: "suspended" };
  if (state.seal !== undefined) return planSealed(input);
  const stop = stopReason(input);
  if (stop !== undefined) return planStop(input, stop);
  if (state.documents === undefined) return planDiscovery(input);
  return planRunning(input);
}

function planSealed(input: JobInput): JobPlan {
  const { state, nowMs } = input;
  const isFinal = state.finalized?.round === state.round;
  if (isFinal) return { records: reopenRecord(input), entryState: "sealed" };
  const { done } = state.finalize;
  if (done !== undefined) return { records: [toFinalized(state, done)], entryState: "sealed" };
  const { try: tryNumber, failedAtMs } = state.finalize;
  const dueMs = tryNumber === 1 ? 0 : failedAtMs + backoffDelayMs(tryNumber - 1);
  if (nowMs < dueMs) return { records: [], entryState: "sealed", wakeAtMs: dueMs };
  return { records: [], entryState: "sealed", task: { kind: "finalize", round: state.round, try: tryNumber } };
}

/** The files must say what the ledger says, document for document; where they do not, the job says so. */
function toFinalized(state: FoldState, done: NonNullable<FoldState["finalize"]["done"]>): ControlRecord {
  const { documents } = state;
  const of = (kind: DocumentState): number => documents?.tallies.of(kind) ?? 0;
  const { counts } = done;
  const same =
    counts.succeeded === of(DocumentState.Succeeded) &&
    counts.failed === of(DocumentState.Failed) &&
    counts.skipped === of(DocumentState.Skipped) &&
    counts.cancelled === of(DocumentState.Cancelled);
  const sum = counts.succeeded + counts.failed + counts.skipped + counts.cancelled;
  const countsAddUp = same && sum === (documents?.total ?? 0) && done.missingOutputs === 0;
  return { type: "Finalized", round: state.round, countsAddUp, ...(done.message === "" ? {} : { message: done.message }) };
}

/** Delete is the caller's; of the rest cancel comes first, then deadline, then failure policy. */
function stopReason(input: JobInput): SealReason | undefined {
  const { wants, state, nowMs } = input;
  if (wants.cancel) return "Cancelled";
  const deadlineMs = deadlineAtMs(input);
  if (deadlineMs !== undefined && state.suspended === "no" && nowMs >= deadlineMs && !allEnded(state)) return "DeadlineExceeded";
  if (wants.failurePolicy?.action === "Fail" && policyTrips(input) && !allEnded(state)) return "FailurePolicy";
  return undefined;
}

function planStop(input: JobInput, reason: SealReason): JobPlan {
  const waitUntilMs = (input.stoppingSinceMs ?? input.nowMs) + STOP_WAIT_MS;
  if (input.deliveredItems > 0 && input.nowMs < waitUntilMs) return { records: [], entryState: "cancelled", stopping: reason, wakeAtMs: waitUntilMs };
  return { records: [{ type: "Sealed", reason }], entryState: "cancelled", stopping: reason };
}

function planDiscovery({ wants, state, nowMs, slots }: JobInput): JobPlan {
  const { found, reason, message, try: tryNumber, failedAtMs } = state.discovery;
  const suspension = suspensionRecords(wants, state);
  if (suspension.length > 0 || state.suspended !== "no") return { records: suspension, entryState: "suspended" };
  if (found !== undefined) {
    const { run, total, pages, sha256 } = found;
    // A worker's word alone must not make the leader take memory for it.
    if (total > MAX_MANIFEST_DOCUMENTS) return { records: [{ type: "Sealed", reason: "ManifestTooLarge", message: `more than ${MAX_MANIFEST_DOCUMENTS} documents` }], entryState: "run" };
    const blockSize = blockSizeFor({ total, batchSize: wants.batchSize, slots });
    return { records: [{ type: "Discovered", run, total, pages, stages: wants.stages, blockSize, sha256 }], entryState: "run" };
  }
  if (reason !== undefined && isPermanentTaskReason(reason)) return { records: [{ type: "Sealed", reason: reason as SealReason, message: message ?? "" }], entryState: "run" };
  const dueMs = tryNumber === 1 ? 0 : failedAtMs + backoffDelayMs(tryNumber - 1);
  if (nowMs < dueMs) return { records: [], entryState: "run", wakeAtMs: dueMs };
  return { records: [], entryState: "run", task: { kind: "discover", try: tryNumber } };
}

function planRunning(input: JobInput): JobPlan {
  const { wants, state } = input;
  const reopen = reopenRecord(input);
  if (reopen.length > 0) return { records: reopen, entryState: "run" };
  if (allEnded(state)) return { records: [{ type: "Sealed", reason: "Completed" }], entryState: "run" };
  const suspension = suspensionRecords(wants, state);
  if (suspension.length > 0) return { records: suspension, entryState: wants.suspend ? "suspended" : "run" };
  const policy = policyRecords(input);
  if (policy.length > 0) return { records: policy, entryState: policy[0]?.type === "Resumed" ? "run" : "suspended" };
  const wakeAtMs = state.suspended === "no" ? deadlineAtMs(input) : undefined;
  return { records: convictions(state), entryState: state.suspended === "no" ? "run" : "suspended", ...(wakeAtMs === undefined ? {} : { wakeAtMs }) };
}

/** Each value of retryFailedBefore is applied once; a cancelled job is not reopened. */
function reopenRecord({ wants, state }: JobInput): ControlRecord[] {
  const beforeMs = wants.retryFailedBeforeMs;
  const cancelled = wants.cancel || state.seal?.reason === "Cancelled";
  if (beforeMs === undefined || beforeMs <= state.reopenedBeforeMs || state.documents === undefined || cancelled) return [];
  const reasons = wants.retryReasons === undefined ? {} : { reasons: wants.retryReasons };
  return [{ type: "Reopened", round: state.round + 1, failedBeforeMs: beforeMs, ...reasons }];
}

function suspensionRecords(wants: JobWants, state: FoldState): ControlRecord[] {
  if (wants.suspend && state.suspended !== "byUser") return [{ type: "Suspended" }];
  return !wants.suspend && state.suspended === "byUser" ? [{ type: "Resumed" }] : [];
}

/** With action Suspend: trips once, and is over when the limit is raised above what has failed. */
function policyRecords(input: JobInput): ControlRecord[] {
  const { wants, state } = input;
  if (state.suspended === "byPolicy") return wants.failurePolicy?.action === "Suspend" && overLimit(input) ? [] : [{ type: "Resumed" }];
  if (state.suspended !== "no" || wants.failurePolicy?.action !== "Suspend" || !policyTrips(input)) return [];
  return [{ type: "PolicyTripped", failed: failedInRound(state), ended: endedCount(state) }];
}

function policyTrips(input: JobInput): boolean {
  return endedCount(input.state) - input.state.policyFrom.ended >= POLICY_MINIMUM_ENDED && overLimit(input);
}

function overLimit({ wants, state }: JobInput): boolean {
  const percent = wants.failurePolicy?.maxFailedPercent ?? 100;
  return failedInRound(state) * 100 > percent * (state.documents?.total ?? 0);
}

function failedInRound(state: FoldState): number {
  return (state.documents?.tallies.of(DocumentState.Failed) ?? 0) - state.policyFrom.failed;
}

/** When the active time of this round is over; moves on while suspended. */
function deadlineAtMs({ wants, state }: JobInput): number | undefined {
  if (wants.activeDeadlineSeconds === undefined || state.startMs === 0) return undefined;
  const startMs = state.documents === undefined ? state.startMs : state.roundStartMs;
  return startMs + wants.activeDeadlineSeconds * 1000 + state.suspendedMs;
}

function allEnded(state: FoldState): boolean {
  return state.documents !== undefined && endedCount(state) === state.documents.total;
}

function convictions(state: FoldState): ControlRecord[] {
  return state.suspects.convicted().map((suspect): ControlRecord => {
    const { index, stage, row } = suspect;
    const split = state.documents?.splits.get(index);
    const table = state.documents?.table;
    if (row === undefined || split === undefined) return { type: "WorkerCrashed", index, stage, try: table?.try(index) ?? 1 };
    return { type: "WorkerCrashed", index, stage, try: split.documentTry, part: partOf(split, row), partTry: split.rows.try(row) };
  });
}
