/** The operator's decisions, taking effect where they stand in the ledger. */
import { assertNever } from "../../contract/assert-never.ts";
import { toReasonCode } from "../../contract/reasons.ts";
import type { ControlRecord } from "../../contract/wire/control.ts";
import { DocumentState, isEnded } from "./document-state.ts";
import { DocumentTable } from "./document-table.ts";
import { type DocumentContext, hasEndedStage } from "./fold-context.ts";
import { foldDocumentOutcome } from "./fold-document.ts";
import { type DiscoveredFacts, type Documents, type FoldState, createFoldState } from "./fold-state.ts";
import { currentPartRow, fail, isCurrentTry } from "./move.ts";
import { Tallies } from "./tallies.ts";

type Of<T extends ControlRecord["type"]> = Extract<ControlRecord, { type: T }>;

export function foldControl(record: ControlRecord, context: DocumentContext): void {
  const { state, timeMs } = context;
  switch (record.type) {
    case "Leader":
      state.term = Math.max(state.term, record.term);
      return;
    case "Discovered":
      return discovered(record, context);
    case "Suspended":
      return suspend(state, "byUser", timeMs);
    case "PolicyTripped":
      return suspend(state, "byPolicy", timeMs);
    case "Resumed":
      return resume(state, timeMs);
    case "WorkerCrashed":
      return workerCrashed(record, context);
    case "Reopened":
      return reopen(record, context);
    case "Sealed":
      return seal(record, context);
    case "Finalized":
      return finalized(record, context);
    case "Carried":
      for (const outcome of record.outcomes) foldDocumentOutcome(outcome, context);
      return;
    default:
      assertNever(record);
  }
}

function discovered(record: Of<"Discovered">, { state, timeMs, observer }: DocumentContext): void {
  if (state.documents !== undefined || state.seal !== undefined) return;
  state.documents = createDocuments(record, new DocumentTable({ total: record.total, epochMs: timeMs }));
  state.documents.tallies.add(0, DocumentState.Ready, record.total);
  state.roundStartMs = timeMs;
  observer.reset();
}

/** Around a table that is new, or restored. */
export function createDocuments(facts: DiscoveredFacts, table: DocumentTable): Documents {
  const { run, total, pages, stages, blockSize, sha256 } = facts;
  return {
    run, total, pages, stages, blockSize, sha256, table,
    tallies: new Tallies(stages),
    splits: new Map(),
    unavailable: Array.from({ length: stages }, () => 0),
    work: Array.from({ length: stages }, () => ({ count: 0, millis: 0 })),
  };
}

function suspend(state: FoldState, by: "byUser" | "byPolicy", timeMs: number): void {
  if (state.seal !== undefined) return;
  if (state.suspended === "no") state.suspendedSinceMs = timeMs;
  state.suspended = by;
}

function resume(state: FoldState, timeMs: number): void {
  if (state.suspended === "no") return;
  state.suspendedMs += timeMs - state.suspendedSinceMs;
  state.suspended = "no";
  state.policyFrom.ended = endedCount(state);
}

/** Documents that have ended in this round. */
export function endedCount(state: FoldState): number {
  const tallies = state.documents?.tallies;
  if (tallies === undefined) return 0;
  return tallies.of(DocumentState.Succeeded) + tallies.of(DocumentState.Failed) + tallies.of(DocumentState.Skipped);
}

function workerCrashed(record: Of<"WorkerCrashed">, context: DocumentContext): void {
  const { state, observer, timeMs } = context;
  const { documents } = state;
  const { index, stage } = record;
  if (documents === undefined || state.seal !== undefined || hasEndedStage(documents.table, index, stage) || !isConvictedTry(record, documents)) return;
  const failure = { reason: "WorkerCrashed" as const, message: "three workers went away while they worked on this document alone" };
  fail({ state, documents, timeMs }, index, failure);
  if (record.part !== undefined) observer.splitChanged(index);
  observer.tryEnded(index, stage, record.try);
}

function isConvictedTry(record: Of<"WorkerCrashed">, documents: Documents): boolean {
  if (record.part === undefined) return isCurrentTry(documents.table, record.index, record.try);
  return currentPartRow(documents.splits.get(record.index), record) !== undefined;
}

function seal(record: Of<"Sealed">, { state, timeMs, observer }: DocumentContext): void {
  if (state.seal !== undefined) return;
  resume(state, timeMs);
  state.seal = { reason: record.reason, message: record.message ?? "", timeMs };
  if (state.documents !== undefined) cancelOpen(state.documents, timeMs);
  state.suspects.forgetAll();
  observer.reset();
}

function cancelOpen({ table, tallies, splits, total }: Documents, timeMs: number): void {
  for (let index = 0; index < total; index += 1) {
    if (isEnded(table.state(index))) continue;
    tallies.add(table.stage(index), table.state(index), -1);
    tallies.add(table.stage(index), DocumentState.Cancelled, 1);
    table.setPlace(index, table.stage(index), DocumentState.Cancelled);
    table.setTimeMs(index, timeMs);
  }
  splits.clear();
}

function finalized(record: Of<"Finalized">, { state, timeMs }: DocumentContext): void {
  if (state.seal === undefined || record.round !== state.round || state.finalized?.round === record.round) return;
  state.finalized = { round: record.round, countsAddUp: record.countsAddUp, message: record.message ?? "", timeMs };
}

function reopen(record: Of<"Reopened">, { state, timeMs, observer }: DocumentContext): void {
  const { documents } = state;
  if (documents === undefined || !mayReopen(record, state)) return;
  const isTaken = takenBy(record, state, timeMs);
  startRound(state, record, timeMs);
  for (let index = 0; index < documents.total; index += 1) {
    if (isTaken(documents.table, index)) tryAgain(state, documents, index);
  }
  state.policyFrom = { ended: endedCount(state), failed: documents.tallies.of(DocumentState.Failed) };
  observer.reset();
}

/** A sealed round is finalized first, and a cancelled job stays so. */
function mayReopen({ round }: Of<"Reopened">, { seal: sealed, finalized: last, round: current }: FoldState): boolean {
  if (round !== current + 1 || sealed?.reason === "Cancelled") return false;
  return sealed === undefined || last?.round === current;
}

/** Documents that had failed by then, for one of the reasons; and those that a deadline or the policy had cut off. */
function takenBy({ failedBeforeMs, reasons }: Of<"Reopened">, { seal: sealed }: FoldState, timeMs: number): (table: DocumentTable, index: number) => boolean {
  const takesCancelled = sealed?.reason === "DeadlineExceeded" || sealed?.reason === "FailurePolicy";
  const beforeMs = Math.min(failedBeforeMs, timeMs);
  const codes = reasons === undefined ? undefined : new Set(reasons.map(toReasonCode));
  return (table, index) => {
    const kind = table.state(index);
    if (kind === DocumentState.Cancelled) return takesCancelled;
    return kind === DocumentState.Failed && table.timeMs(index) < beforeMs && (codes?.has(table.reasonCode(index)) ?? true);
  };
}

/** Attempts, deadline, policy counts and finalize start anew. */
function startRound(state: FoldState, record: Of<"Reopened">, timeMs: number): void {
  state.round = record.round;
  state.roundStartMs = timeMs;
  state.suspendedMs = 0;
  state.suspendedSinceMs = timeMs;
  state.reopenedBeforeMs = Math.max(state.reopenedBeforeMs, record.failedBeforeMs);
  state.seal = undefined;
  state.finalize = createFoldState().finalize;
  if (state.suspended === "byPolicy") state.suspended = "no";
}

function tryAgain(state: FoldState, { table, tallies }: Documents, index: number): void {
  const stage = table.stage(index);
  if (table.state(index) === DocumentState.Failed) state.failures.remove(stage, table.reasonCode(index));
  tallies.add(stage, table.state(index), -1);
  tallies.add(stage, DocumentState.Again, 1);
  table.setPlace(index, stage, DocumentState.Again);
  table.setTry(index, Math.min(table.try(index) + 1, 65_535));
  table.startAnew(index);
}
