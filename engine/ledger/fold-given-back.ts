/** Tries that ended without an attempt spent: given back by their worker, or lost with it. */
import type { DocumentTry, Lost, Returned, Started } from "../../contract/wire/outcome.ts";
import { DocumentState } from "./document-state.ts";
import { Met } from "./document-table.ts";
import { type DocumentContext, count, exists, hasEndedStage } from "./fold-context.ts";
import { partTryLater } from "./fold-part.ts";
import type { Documents } from "./fold-state.ts";
import { currentPartRow, isCurrentTry, tryLater } from "./move.ts";

type GivenBack = Returned | Lost;

/** Each named try that is still current ends; the others have an outcome, which the writer could not know. */
export function foldGivenBack(outcome: GivenBack, context: DocumentContext): void {
  const { documents, seal } = context.state;
  if (documents === undefined) return count(context, "stray");
  if (seal !== undefined) return count(context, "late");
  if (outcome.outcome === "Returned" && outcome.why === "unavailable" && outcome.stage < documents.stages) {
    documents.unavailable[outcome.stage] = (documents.unavailable[outcome.stage] ?? 0) + 1;
  }
  for (const document of outcome.documents) giveBack(outcome, document, { ...context, documents });
}

interface Context extends DocumentContext {
  readonly documents: Documents;
}

function giveBack(outcome: GivenBack, document: DocumentTry, context: Context): void {
  const { documents } = context;
  if (!exists(documents, document.index, outcome.stage)) return count(context, "stray");
  if (hasEndedStage(documents.table, document.index, outcome.stage)) return count(context, "stale");
  if (document.part !== undefined) return giveBackPart(outcome, document, context);
  const { table } = documents;
  if (!isCurrentTry(table, document.index, document.try)) return count(context, "stale");
  noteSuspect(outcome, context, { index: document.index });
  table.countReturn(document.index);
  if (outcome.outcome === "Lost") table.remember(document.index, Met.Lost);
  tryLater({ state: context.state, documents, timeMs: context.timeMs }, document.index, waitOf(outcome));
  context.observer.tryEnded(document.index, outcome.stage, document.try);
}

function giveBackPart(outcome: GivenBack, document: DocumentTry, context: Context): void {
  const split = context.documents.splits.get(document.index);
  const row = currentPartRow(split, document);
  if (split === undefined || row === undefined) return count(context, "stale");
  noteSuspect(outcome, context, { index: document.index, row });
  split.rows.countReturn(row);
  if (outcome.outcome === "Lost") split.rows.remember(row, Met.Lost);
  partTryLater(split, row, { state: waitOf(outcome), timeMs: context.timeMs });
  context.observer.partEnded(document.index, row, document.partTry ?? 0);
}

/** Drain, and a yield of an item that had begun, say nothing against the document: due at once. The rest backs off, so nothing spins. */
function waitOf(outcome: GivenBack): typeof DocumentState.Again | typeof DocumentState.Backoff {
  if (outcome.outcome === "Lost") return DocumentState.Backoff;
  const atOnce = outcome.why === "drain" || (outcome.why === "yield" && outcome.started);
  return atOnce ? DocumentState.Again : DocumentState.Backoff;
}

function noteSuspect(outcome: GivenBack, context: DocumentContext, place: { index: number; row?: number }): void {
  const { state } = context;
  if (outcome.outcome === "Lost") {
    count(context, "lost");
    return state.suspects.lost(place.index, place.row, state.sequence);
  }
  count(context, "returned");
  state.suspects.survived(place.index, place.row);
}

/** A suspect is about to be run: no outcome, but what a later Lost is judged by. */
export function foldStarted(started: Started, context: DocumentContext): void {
  const { documents, suspects } = context.state;
  const { index, stage, part } = started;
  if (documents === undefined || !exists(documents, index, stage) || hasEndedStage(documents.table, index, stage)) return;
  if (part === undefined) {
    if (isCurrentTry(documents.table, index, started.try)) suspects.started({ index, stage }, context.boot);
    return;
  }
  const row = currentPartRow(documents.splits.get(index), started);
  if (row !== undefined) suspects.started({ index, stage, row }, context.boot);
}
