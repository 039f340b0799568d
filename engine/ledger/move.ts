/** The few ways in which a document moves. Every one keeps the tallies, the failure groups and the suspects in step. */
import { type Reason, retryOf, toReasonCode } from "../../contract/reasons.ts";
import type { Part } from "../../contract/wire/outcome.ts";
import { DocumentState } from "./document-state.ts";
import { type DocumentTable, MAX_TRY, Met } from "./document-table.ts";
import type { Documents, FoldState } from "./fold-state.ts";
import { type SplitState, rowOf } from "./split-state.ts";

export interface Move {
  readonly state: FoldState;
  readonly documents: Documents;
  readonly timeMs: number;
}

/** Ended this stage well: on to the next, or done. */
export function succeed(move: Move, index: number): void {
  const { state, documents, timeMs } = move;
  const stage = documents.table.stage(index);
  leave(move, index);
  const last = stage === documents.stages - 1;
  if (last) end(move, index, DocumentState.Succeeded);
  else advance(documents, index);
  state.rate.record(timeMs, last ? 1 : 0);
}

/** Ended for this round. */
export function fail(move: Move, index: number, failure: { reason: Reason; message: string }): void {
  const { state, documents, timeMs } = move;
  const stage = documents.table.stage(index);
  leave(move, index);
  documents.table.setReason(index, toReasonCode(failure.reason));
  end(move, index, DocumentState.Failed);
  state.failures.add({ stage, index, ...failure });
  state.rate.record(timeMs, 1);
}

export function skip(move: Move, index: number): void {
  leave(move, index);
  end(move, index, DocumentState.Skipped);
  move.state.rate.record(move.timeMs, 1);
}

/** A later try follows: `waits` tells from when and how it is due. */
export function tryLater(move: Move, index: number, waits: typeof DocumentState.Retry | typeof DocumentState.Backoff | typeof DocumentState.Again): void {
  const { table } = move.documents;
  if (table.try(index) >= MAX_TRY) return fail(move, index, { reason: "TriesExhausted", message: "" });
  table.setTry(index, table.try(index) + 1);
  table.setTimeMs(index, move.timeMs);
  changeState(move.documents, index, waits);
}

/** The other side's word on when to come back is taken for a day at most: it must not park a document for ever. */
const MAX_RETRY_AFTER_SECONDS = 86_400;

/** From when the wait of a failed try counts. */
export function notBeforeMs({ retryAfterSeconds = 0 }: { readonly retryAfterSeconds?: number }, timeMs: number): number {
  return timeMs + Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS) * 1000;
}

/** Its parts are worked on instead, and its own try is not suspected any more. */
export function split(move: Move, index: number): void {
  move.state.suspects.forget(index);
  changeState(move.documents, index, DocumentState.Split);
}

/** A try that is current, and in the hands of somebody or nobody: not ended, not split. */
export function isCurrentTry(table: DocumentTable, index: number, tryNumber: number): boolean {
  return table.try(index) === tryNumber && table.state(index) < DocumentState.Split;
}

/** The row of a part's try, if that is the one in hand: not of a split that is over, nor of one before it. */
export function currentPartRow(split: SplitState | undefined, named: { readonly try: number; readonly part?: Part; readonly partTry?: number }): number | undefined {
  if (split === undefined || named.part === undefined || split.documentTry !== named.try) return undefined;
  const row = rowOf(split, named.part);
  return row !== undefined && isCurrentTry(split.rows, row, named.partTry ?? 0) ? row : undefined;
}

/** Whether a Failed for this reason is the end: `once` reasons may come back one time in a stage. Remembers that they came. */
export function exhausts(table: DocumentTable, index: number, reason: Reason): boolean {
  const retry = retryOf(reason);
  if (retry !== "once") return retry === "never";
  const bit = ONCE_BITS.get(reason) ?? Met.Timeout;
  const seen = table.hasMet(index, bit);
  table.remember(index, bit);
  return seen;
}

const ONCE_BITS = new Map<Reason, number>([
  ["Timeout", Met.Timeout],
  ["PageTimeout", Met.PageTimeout],
  ["OutOfMemory", Met.OutOfMemory],
]);

function changeState(documents: Documents, index: number, to: DocumentState): void {
  const { table, tallies } = documents;
  const stage = table.stage(index);
  tallies.add(stage, table.state(index), -1);
  tallies.add(stage, to, 1);
  table.setPlace(index, stage, to);
}

function end(move: Move, index: number, to: DocumentState): void {
  changeState(move.documents, index, to);
  move.documents.table.setTimeMs(index, move.timeMs);
}

function advance(documents: Documents, index: number): void {
  const { table, tallies } = documents;
  tallies.add(table.stage(index), table.state(index), -1);
  table.advance(index);
  tallies.add(table.stage(index), DocumentState.Ready, 1);
}

/** What was kept for the stage that it leaves. */
function leave(move: Move, index: number): void {
  const { state, documents } = move;
  state.lastProgressMs = move.timeMs;
  state.suspects.forget(index);
  if (documents.splits.size > 0 && documents.splits.delete(index)) state.suspects.forgetParts(index);
}
