/** The fold: one record of a job's ledger onto its state, in stream order. */
import { assertNever } from "../../contract/assert-never.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import type { Outcome } from "../../contract/wire/outcome.ts";
import { foldControl } from "./fold-control.ts";
import type { DocumentContext } from "./fold-context.ts";
import { foldDocumentOutcome } from "./fold-document.ts";
import { foldGivenBack, foldStarted } from "./fold-given-back.ts";
import { foldTask } from "./fold-task.ts";
import { type FoldObserver, type FoldState, SILENT } from "./fold-state.ts";

/**
 * Changes nothing for a record at or before the last folded one, nor for any after a record of an unknown version.
 */
export function fold(state: FoldState, record: LedgerRecord, observer: FoldObserver = SILENT): void {
  if (record.sequence <= state.sequence || state.haltedByVersion !== undefined) return;
  state.sequence = record.sequence;
  state.timeMs = record.timeMs;
  if (state.startMs === 0) state.startMs = record.timeMs;
  const { body } = record;
  switch (body.kind) {
    case "outcomes":
      state.suspects.hear(body.boot, record.sequence);
      foldOutcomes(body.outcomes, { state, observer, timeMs: record.timeMs, boot: body.boot });
      return;
    case "control":
      state.controlSequence = record.sequence;
      state.term = Math.max(state.term, body.term);
      foldControl(body.record, { state, observer, timeMs: record.timeMs, boot: "" });
      return;
    case "garbage":
      state.curiosities.garbage += 1;
      return;
    case "unknownVersion":
      state.haltedByVersion = body.version;
      return;
    default:
      assertNever(body);
  }
}

function foldOutcomes(outcomes: readonly Outcome[], context: DocumentContext): void {
  for (const outcome of outcomes) foldOutcome(outcome, context);
}

function foldOutcome(outcome: Outcome, context: DocumentContext): void {
  switch (outcome.outcome) {
    case "Succeeded":
    case "Failed":
    case "Rejected":
    case "Skipped":
    case "Split":
      return foldDocumentOutcome(outcome, context);
    case "Returned":
    case "Lost":
      return foldGivenBack(outcome, context);
    case "Started":
      return foldStarted(outcome, context);
    case "Discovered":
    case "FinalizeDone":
    case "TaskFailed":
      return foldTask(outcome, context);
    default:
      assertNever(outcome);
  }
}
