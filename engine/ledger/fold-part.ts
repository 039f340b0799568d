/** How a part of a split document ended, or the join of its parts. */
import { assertNever } from "../../contract/assert-never.ts";
import { JOIN, type DocumentOutcome } from "../../contract/wire/outcome.ts";
import { DocumentState } from "./document-state.ts";
import { MAX_TRY } from "./document-table.ts";
import { type DocumentContext, count } from "./fold-context.ts";
import type { Documents } from "./fold-state.ts";
import { type Move, exhausts, fail, isCurrentTry, notBeforeMs, skip, succeed } from "./move.ts";
import { type SplitState, rowOf } from "./split-state.ts";

export interface PartContext extends DocumentContext {
  readonly documents: Documents;
}

export function foldPart(outcome: DocumentOutcome, context: PartContext): void {
  const split = context.documents.splits.get(outcome.index);
  const row = split === undefined ? undefined : currentRow(outcome, split);
  if (split === undefined || row === undefined) return count(context, "stale");
  const partTry = split.rows.try(row);
  const over = applyPart(outcome, { split, row, move: { state: context.state, documents: context.documents, timeMs: context.timeMs } });
  context.documents.unavailable[outcome.stage] = 0;
  context.observer.counted?.(outcome);
  context.observer.partEnded(outcome.index, row, partTry);
  if (!over) return;
  context.observer.splitChanged(outcome.index);
  context.observer.tryEnded(outcome.index, outcome.stage, split.documentTry);
}

/** The row that this outcome may change: of this split, not succeeded yet, and of its current try unless it brings success. */
function currentRow(outcome: DocumentOutcome, split: SplitState): number | undefined {
  const row = rowOf(split, outcome.part ?? 0);
  if (row === undefined || outcome.try !== split.documentTry || split.rows.state(row) === DocumentState.Succeeded) return undefined;
  if (outcome.part === JOIN && split.succeeded < split.facts.parts) return undefined;
  const partTry = outcome.partTry ?? 0;
  if (outcome.outcome === "Succeeded") return partTry <= split.rows.try(row) ? row : undefined;
  return isCurrentTry(split.rows, row, partTry) ? row : undefined;
}

interface PartMove {
  readonly split: SplitState;
  readonly row: number;
  readonly move: Move;
}

/** True when the split is over: its document has moved on, or ended. */
function applyPart(outcome: DocumentOutcome, part: PartMove): boolean {
  const { move, split, row } = part;
  switch (outcome.outcome) {
    case "Succeeded":
      return partSucceeded(outcome, part);
    case "Skipped":
      skip(move, outcome.index);
      return true;
    case "Failed":
      return partFailed(outcome, part);
    case "Rejected":
      fail(move, outcome.index, { reason: outcome.reason, message: describe(outcome.part, outcome.message) });
      return true;
    case "Split":
      // A part cannot be split again: what asks for it is broken, and the table of reasons says so.
      fail(move, outcome.index, { reason: "InvalidResult", message: describe(split.rows.total - 1 === row ? JOIN : row, "asked to be split") });
      return true;
    default:
      return assertNever(outcome);
  }
}

function partSucceeded(outcome: DocumentOutcome, { split, row, move }: PartMove): boolean {
  move.state.lastProgressMs = move.timeMs;
  move.state.suspects.forget(outcome.index, row);
  if (outcome.part === JOIN) {
    succeed(move, outcome.index);
    return true;
  }
  split.rows.setPlace(row, 0, DocumentState.Succeeded);
  split.succeeded += 1;
  return false;
}

function partFailed(outcome: Extract<DocumentOutcome, { outcome: "Failed" }>, { split, row, move }: PartMove): boolean {
  split.rows.countAttempt(row);
  move.state.suspects.survived(outcome.index, row);
  const exhausted = exhausts(split.rows, row, outcome.reason);
  if (exhausted || outcome.last || split.rows.try(row) >= MAX_TRY) {
    fail(move, outcome.index, { reason: outcome.reason, message: describe(outcome.part, outcome.message) });
    return true;
  }
  partTryLater(split, row, { state: DocumentState.Retry, timeMs: notBeforeMs(outcome, move.timeMs) });
  return false;
}

/** The next try of a part; its wait counts from `timeMs`. */
export function partTryLater(split: SplitState, row: number, waits: { state: DocumentState; timeMs: number }): void {
  split.rows.setTry(row, Math.min(MAX_TRY, split.rows.try(row) + 1));
  split.rows.setTimeMs(row, waits.timeMs);
  split.rows.setPlace(row, 0, waits.state);
}

function describe(part: DocumentOutcome["part"], message: string | undefined): string {
  const which = part === JOIN ? "joining the parts" : `part ${String(part)}`;
  return message === undefined || message === "" ? which : `${which}: ${message}`;
}
