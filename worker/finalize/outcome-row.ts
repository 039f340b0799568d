import type { DocumentOutcome } from "../../contract/wire/outcome.ts";

/** An outcome that counted, and who wrote it. */
export interface OutcomeRow {
  readonly worker: string;
  readonly outcome: DocumentOutcome;
}

/** Rows are written by this program a moment ago; a damaged one means a damaged disk. */
export function parseOutcomeRow(text: string): OutcomeRow {
  return JSON.parse(text) as OutcomeRow;
}
