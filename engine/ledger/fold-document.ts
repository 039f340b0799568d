/** How a document's own try ended. The first outcome of the current try ends it, whoever wrote it. */
import { assertNever } from "../../contract/assert-never.ts";
import type { DocumentOutcome } from "../../contract/wire/outcome.ts";
import { DocumentState } from "./document-state.ts";
import type { DocumentTable } from "./document-table.ts";
import { type DocumentContext, count, exists, hasEndedStage } from "./fold-context.ts";
import { foldPart } from "./fold-part.ts";
import type { Documents } from "./fold-state.ts";
import { type Move, exhausts, fail, isCurrentTry, notBeforeMs, skip, split, succeed, tryLater } from "./move.ts";
import { createSplitState } from "./split-state.ts";

export function foldDocumentOutcome(outcome: DocumentOutcome, context: DocumentContext): void {
  const { state } = context;
  const { documents } = state;
  if (documents === undefined || !exists(documents, outcome.index, outcome.stage)) return count(context, "stray");
  if (state.seal !== undefined) return count(context, "late");
  if (hasEndedStage(documents.table, outcome.index, outcome.stage)) return count(context, "stale");
  if (outcome.part !== undefined) return foldPart(outcome, { ...context, documents });
  foldWhole(outcome, context, documents);
}

function foldWhole(outcome: DocumentOutcome, context: DocumentContext, documents: Documents): void {
  const { table } = documents;
  const { index, stage } = outcome;
  const tryNumber = table.try(index);
  if (!counts(outcome, table)) return count(context, "stale");
  const hadParts = table.state(index) === DocumentState.Split;
  documents.unavailable[stage] = 0;
  applyWhole(outcome, { state: context.state, documents, timeMs: context.timeMs });
  tallyWork(documents, outcome);
  context.observer.counted?.(outcome);
  if (hadParts) context.observer.splitChanged(index);
  context.observer.tryEnded(index, stage, tryNumber);
  if (outcome.outcome === "Split") context.observer.splitChanged(index);
}

/** Succeeded counts even when its try has ended otherwise: the work is done. Everything else belongs to the current try. */
function counts(outcome: DocumentOutcome, table: DocumentTable): boolean {
  if (outcome.outcome === "Succeeded") return outcome.try <= table.try(outcome.index);
  return isCurrentTry(table, outcome.index, outcome.try);
}

function applyWhole(outcome: DocumentOutcome, move: Move): void {
  const { index } = outcome;
  switch (outcome.outcome) {
    case "Succeeded":
      return succeed(move, index);
    case "Skipped":
      return skip(move, index);
    case "Rejected":
      return fail(move, index, { reason: outcome.reason, message: outcome.message ?? "" });
    case "Failed":
      return applyFailed(outcome, move);
    case "Split":
      move.documents.splits.set(index, createSplitState(outcome, move.timeMs));
      return split(move, index);
    default:
      assertNever(outcome);
  }
}

function applyFailed(outcome: Extract<DocumentOutcome, { outcome: "Failed" }>, move: Move): void {
  const { table } = move.documents;
  const { index, reason } = outcome;
  table.countAttempt(index);
  move.state.suspects.survived(index);
  // Asked before `last` is looked at, because it also remembers that the reason came.
  const exhausted = exhausts(table, index, reason);
  if (exhausted || outcome.last) return fail(move, index, { reason, message: outcome.message ?? "" });
  tryLater({ ...move, timeMs: notBeforeMs(outcome, move.timeMs) }, index, DocumentState.Retry);
}

function tallyWork(documents: Documents, outcome: DocumentOutcome): void {
  const work = documents.work[outcome.stage];
  if (work === undefined || outcome.millis === undefined) return;
  work.count += 1;
  work.millis += outcome.millis;
}
