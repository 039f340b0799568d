/** What the folds of outcomes share: where they stand, and which documents are still to be talked about. */
import { isEnded } from "./document-state.ts";
import type { DocumentTable } from "./document-table.ts";
import type { Documents, FoldObserver, FoldState } from "./fold-state.ts";

/** What folding an outcome needs besides the outcome. */
export interface DocumentContext {
  readonly state: FoldState;
  readonly observer: FoldObserver;
  readonly timeMs: number;
  /** Who wrote the message. */
  readonly boot: string;
}

/** Is there such a document, and could it have come to this stage? */
export function exists(documents: Documents, index: number, stage: number): boolean {
  return index < documents.total && stage < documents.stages;
}

/** Nothing that is said of a stage which the document has left, or of a document that has ended, counts. */
export function hasEndedStage(table: DocumentTable, index: number, stage: number): boolean {
  return table.stage(index) !== stage || isEnded(table.state(index));
}

export function count(context: DocumentContext, what: keyof FoldState["curiosities"]): void {
  context.state.curiosities[what] += 1;
}
