/** How a try is recorded. */
import { assertNever } from "../../contract/assert-never.ts";
import type { ItemDocument } from "../../contract/wire/item.ts";
import type { DocumentOutcome, DocumentTry, Failed, OutputFile, Succeeded, TryFacts, TryIdentity } from "../../contract/wire/outcome.ts";
import type { DocumentEnding, SucceededEnding } from "../document-ending.ts";

/** Endings that end the try by themselves; the others give the document back. */
export type FinalEnding = Exclude<DocumentEnding, { ending: "Unavailable" | "NotAble" | "Stopped" }>;

export interface TryRecord {
  readonly document: ItemDocument;
  readonly stage: number;
  readonly millis: number;
  /** In their places. */
  readonly outputs: readonly OutputFile[];
}

export function isFinalEnding(ending: DocumentEnding): ending is FinalEnding {
  return ending.ending !== "Unavailable" && ending.ending !== "NotAble" && ending.ending !== "Stopped";
}

export function toOutcome(ending: FinalEnding, record: TryRecord): DocumentOutcome {
  const { millis, outputs } = record;
  const facts = { ...toIdentity(record.document, record.stage), millis, ...(ending.input === undefined ? undefined : { input: ending.input }) };
  switch (ending.ending) {
    case "Succeeded":
      return toSucceeded(ending, facts, outputs);
    case "Failed":
      return toFailed(ending, facts, record.document.last);
    case "Rejected":
      return { outcome: "Rejected", ...facts, reason: ending.reason, message: ending.message };
    case "Skipped":
      return { outcome: "Skipped", ...facts, message: ending.message };
    case "Split":
      return { outcome: "Split", ...facts, parts: ending.parts, pagesPerPart: ending.pagesPerPart, pages: ending.pages, sha256: ending.input?.sha256 ?? "" };
    default:
      return assertNever(ending);
  }
}

type Facts = TryIdentity & TryFacts;

function toSucceeded({ result, engine, reusedFrom, warnings }: SucceededEnding, facts: Facts, outputs: readonly OutputFile[]): Succeeded {
  return {
    outcome: "Succeeded",
    ...facts,
    ...(outputs.length === 0 ? undefined : { outputs }),
    ...(result === undefined ? undefined : { result }),
    ...(engine === undefined ? undefined : { engine }),
    ...(reusedFrom === undefined ? undefined : { reusedFrom }),
    ...(warnings === undefined ? undefined : { warnings }),
  };
}

function toFailed({ reason, message, retryAfterSeconds }: Extract<FinalEnding, { ending: "Failed" }>, facts: Facts, last: boolean): Failed {
  return { outcome: "Failed", ...facts, reason, message, last, ...(retryAfterSeconds === undefined ? undefined : { retryAfterSeconds }) };
}

export function toIdentity(document: ItemDocument, stage: number): TryIdentity {
  return { index: document.index, stage, try: document.try, ...partOf(document) };
}

export function toDocumentTry(document: ItemDocument): DocumentTry {
  return { index: document.index, try: document.try, ...partOf(document) };
}

function partOf({ part, partTry }: ItemDocument): Pick<DocumentTry, "part" | "partTry"> | undefined {
  return part === undefined ? undefined : { part, partTry: partTry ?? 1 };
}
