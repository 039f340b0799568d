/** A line of `results.jsonl`: what became of one document. Pure. */
import { type Reason, fromReasonCode } from "../../contract/reasons.ts";
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import { type DocumentOutcome, JOIN, type Json, type OutputFile, type Succeeded } from "../../contract/wire/outcome.ts";
import { DocumentState } from "../../engine/ledger/document-state.ts";
import type { DocumentTable } from "../../engine/ledger/document-table.ts";
import type { OutcomeRow } from "./collect-outcomes.ts";

export type EndedHow = "Succeeded" | "Failed" | "Skipped" | "Cancelled";

export interface StageResult {
  readonly name: string;
  /** Of all its tries together. */
  readonly millis: number;
  /** Tries that count against retry.maxAttempts; for a split document those of its whole, not of its parts. */
  readonly attempts: number;
}

/** Fields stand in this order in the file; what is undefined is not there. */
export interface DocumentResult {
  readonly id: string;
  readonly index: number;
  readonly group?: string | undefined;
  readonly outcome: EndedHow;
  readonly reason?: Reason | undefined;
  readonly message?: string | undefined;
  readonly attempts: number;
  readonly stages: readonly StageResult[];
  readonly outputs: readonly OutputFile[];
  readonly input?: { readonly bytes: number; readonly sha256: string } | undefined;
  readonly result?: Json | undefined;
  readonly engine?: string | undefined;
  readonly worker?: string | undefined;
}

export interface DocumentFacts {
  readonly document: ManifestDocument;
  readonly index: number;
  readonly table: DocumentTable;
  readonly stageNames: readonly string[];
  /** What counted, in the ledger's order. */
  readonly rows: readonly OutcomeRow[];
}

/** A document that has not ended, which a sealed round does not have, reads as cancelled and so shows in the counts. */
export function toDocumentResult(facts: DocumentFacts): DocumentResult {
  const { document, index, rows, stageNames } = facts;
  const ended = endedHow(facts);
  const outcomes = rows.map((row) => row.outcome);
  const success = ended === "Succeeded" ? finalSuccess(outcomes) : undefined;
  const stages = stageNames.map((name, stage) => stageResult(name, outcomes.filter((outcome) => outcome.stage === stage)));
  return {
    id: document.id,
    index,
    group: document.group,
    outcome: ended,
    ...(ended === "Failed" ? failure(facts, outcomes) : {}),
    attempts: outcomes.filter(isAttempt).length,
    stages: stages.filter((stage) => stage.attempts > 0 || stage.millis > 0),
    outputs: success?.outputs ?? [],
    input: outcomes.find((outcome) => outcome.stage === 0 && outcome.input !== undefined)?.input,
    result: success?.result,
    engine: success?.engine,
    worker: rows.at(-1)?.worker || undefined,
  };
}

/** What the final files of a document, and what is left of its way there, are called. */
export function intermediateOutputs(rows: readonly OutcomeRow[], lastStage: number): OutputFile[] {
  const passed = rows.map((row) => row.outcome).filter((outcome) => outcome.outcome === "Succeeded");
  return passed.flatMap((outcome) => (outcome.stage < lastStage || typeof outcome.part === "number" ? (outcome.outputs ?? []) : []));
}

function endedHow({ table, index }: DocumentFacts): EndedHow {
  switch (table.state(index)) {
    case DocumentState.Succeeded:
      return "Succeeded";
    case DocumentState.Failed:
      return "Failed";
    case DocumentState.Skipped:
      return "Skipped";
    default:
      return "Cancelled";
  }
}

/** Of the last stage: the whole document's, or the join of its parts. */
function finalSuccess(outcomes: readonly DocumentOutcome[]): Succeeded | undefined {
  return outcomes.findLast((outcome): outcome is Succeeded => outcome.outcome === "Succeeded" && typeof outcome.part !== "number");
}

/** The table knows the reason even where no outcome told it (three workers gone). */
function failure({ table, index }: DocumentFacts, outcomes: readonly DocumentOutcome[]): { reason: Reason; message?: string } {
  const reason = fromReasonCode(table.reasonCode(index));
  const last = outcomes.findLast((outcome) => outcome.outcome === "Failed" || outcome.outcome === "Rejected");
  const message = last?.reason === reason ? last.message : undefined;
  return message === undefined || message === "" ? { reason } : { reason, message };
}

function stageResult(name: string, outcomes: readonly DocumentOutcome[]): StageResult {
  const millis = outcomes.reduce((sum, outcome) => sum + (outcome.millis ?? 0), 0);
  return { name, millis, attempts: outcomes.filter(isAttempt).length };
}

function isAttempt(outcome: DocumentOutcome): boolean {
  return outcome.outcome !== "Split" && (outcome.part === undefined || outcome.part === JOIN);
}
