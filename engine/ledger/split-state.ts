/** A split document while its parts are worked on: the one thing of which a document has more than one. */
import type { Split, Part } from "../../contract/wire/outcome.ts";
import { JOIN } from "../../contract/wire/outcome.ts";
import { DocumentTable } from "./document-table.ts";

export interface SplitFacts {
  readonly parts: number;
  readonly pagesPerPart: number;
  readonly pages: number;
  readonly sha256: string;
}

/**
 * Each part is kept as a document is, in a table of its own whose last row is the join. A part that succeeded stays so
 * whatever comes; the join is Ready from the start and becomes runnable when `succeeded` reaches `facts.parts`.
 */
export interface SplitState {
  readonly facts: SplitFacts;
  /** The try of the document that was split: another one has other parts. */
  readonly documentTry: number;
  readonly rows: DocumentTable;
  succeeded: number;
}

export function createSplitState(outcome: Split, epochMs: number): SplitState {
  const { parts, pagesPerPart, pages, sha256 } = outcome;
  return { facts: { parts, pagesPerPart, pages, sha256 }, documentTry: outcome.try, rows: new DocumentTable({ total: parts + 1, epochMs }), succeeded: 0 };
}

/** Where a part stands in the rows; undefined for a part that the document does not have. */
export function rowOf(split: SplitState, part: Part): number | undefined {
  if (part === JOIN) return split.facts.parts;
  return part < split.facts.parts ? part : undefined;
}

/** The part that a row stands for. */
export function partOf(split: SplitState, row: number): Part {
  return row === split.facts.parts ? JOIN : row;
}
