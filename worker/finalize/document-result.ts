/** A line of `results.jsonl`: what became of one document. Pure. */
import { type Reason, fromReasonCode } from "../../contract/reasons.ts";
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import { type DocumentOutcome, JOIN, type Json, type OutputFile, type Succeeded } from "../../contract/wire/outcome.ts";
import { DocumentState } from "../../engine/ledger/document-state.ts";
import type { DocumentTable } from "../../engine/ledger/document-table.ts";
import type { OutcomeRow } from "./outcome-row.ts";

export type EndedHow = "Succeeded" | "Failed" | "Skipped" | "Cancelled";

export interface StageResult {
  readonly name: string;
  /** Of all its tries together. */
  readonly millis: number;
  /** Tries that count against retry.maxAttempts; for a split document those of its whole, not of its parts. */
  readonly attempts: number;
  /** Names of what somebody should look at. */
  readonly warnings?: readonly string[];
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
  /** Id of a document with the same bytes, whose result this is. */
  readonly reusedFrom?: string | undefined;
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
  const { document, index, rows } = facts;
  const ended = endedHow(facts);
  const { outputs = NONE, result, engine, reusedFrom } = (ended === "Succeeded" ? finalSuccess(rows) : undefined) ?? NO_SUCCESS;
  const failed = ended === "Failed" ? failure(facts) : undefined;
  return {
    id: document.id,
    index,
    group: document.group,
    outcome: ended,
    reason: failed?.reason,
    message: failed?.message,
    attempts: countAttempts(rows),
    stages: stageResults(facts),
    outputs,
    input: rows.find(({ outcome }) => outcome.stage === 0 && outcome.input !== undefined)?.outcome.input,
    result,
    engine,
    reusedFrom,
    worker: rows.at(-1)?.worker || undefined,
  };
}

const NONE: readonly never[] = [];
const NO_SUCCESS: Partial<Succeeded> = {};

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
function finalSuccess(rows: readonly OutcomeRow[]): Succeeded | undefined {
  for (let place = rows.length - 1; place >= 0; place -= 1) {
    const outcome = rows[place]?.outcome;
    if (outcome?.outcome === "Succeeded" && typeof outcome.part !== "number") return outcome;
  }
  return undefined;
}

/** The table knows the reason even where no outcome told it (three workers gone). */
function failure({ table, index, rows }: DocumentFacts): { reason: Reason; message?: string } {
  const reason = fromReasonCode(table.reasonCode(index));
  const last = rows.map((row) => row.outcome).findLast((outcome) => outcome.outcome === "Failed" || outcome.outcome === "Rejected");
  const message = last?.reason === reason ? last.message : undefined;
  return message === undefined || message === "" ? { reason } : { reason, message };
}

/** Of those that were worked on. */
function stageResults({ rows, stageNames }: DocumentFacts): StageResult[] {
  const stages: { name: string; millis: number; attempts: number; warnings?: readonly string[] }[] = stageNames.map((name) => ({ name, millis: 0, attempts: 0 }));
  for (const { outcome } of rows) {
    const stage = stages[outcome.stage];
    if (stage === undefined) continue;
    stage.millis += outcome.millis ?? 0;
    if (isAttempt(outcome)) stage.attempts += 1;
    if (outcome.outcome === "Succeeded" && outcome.warnings !== undefined && typeof outcome.part !== "number") stage.warnings = outcome.warnings;
  }
  return stages.filter((stage) => stage.attempts > 0 || stage.millis > 0);
}

function countAttempts(rows: readonly OutcomeRow[]): number {
  return rows.reduce((count, { outcome }) => count + (isAttempt(outcome) ? 1 : 0), 0);
}

function isAttempt(outcome: DocumentOutcome): boolean {
  return outcome.outcome !== "Split" && (outcome.part === undefined || outcome.part === JOIN);
}
