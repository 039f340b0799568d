/**
 * Checks one outcome by hand: a run of half a million documents decodes millions of them, and a schema library costs
 * more than JSON.parse itself here. A property test holds it to the same verdicts as a zod schema of the same shape.
 */
import { isReason } from "../reasons.ts";
import { isRecord } from "./is-record.ts";
import { JOIN, MAX_PARTS, MAX_WARNINGS, type Outcome, TASK_REASONS } from "./outcome.ts";

type Fields = Readonly<Record<string, unknown>>;
type Check = (fields: Fields) => boolean;

/** The same object, typed, or undefined when it is no outcome. Unknown keys are let through: a newer writer may add some. */
export function decodeOutcome(value: unknown): Outcome | undefined {
  if (!isRecord(value)) return undefined;
  const check = CHECKS.get(value["outcome"]);
  return check?.(value) ? (value as unknown as Outcome) : undefined;
}

const CHECKS = new Map<unknown, Check>([
  ["Succeeded", (f) => hasIdentity(f) && hasFacts(f) && isOptional(f["outputs"], isOutputs) && isOptional(f["engine"], isText) && hasRemarks(f)],
  ["Failed", (f) => hasIdentity(f) && hasFacts(f) && hasReason(f) && typeof f["last"] === "boolean" && isOptional(f["retryAfterSeconds"], isCount)],
  ["Rejected", (f) => hasIdentity(f) && hasFacts(f) && hasReason(f)],
  ["Skipped", (f) => hasIdentity(f) && hasFacts(f) && isOptional(f["message"], isText)],
  ["Split", (f) => hasIdentity(f) && hasFacts(f) && isSplit(f)],
  ["Returned", (f) => hasDocuments(f) && isWhy(f["why"]) && typeof f["started"] === "boolean" && isOptional(f["message"], isText)],
  ["Lost", hasDocuments],
  ["Started", hasIdentity],
  ["Discovered", (f) => isPositive(f["try"]) && isText(f["run"]) && isCount(f["total"]) && isCount(f["pages"]) && isText(f["sha256"])],
  ["FinalizeDone", (f) => isPositive(f["try"]) && isCount(f["round"]) && isCount(f["missingOutputs"]) && isRecord(f["counts"])],
  ["TaskFailed", isTaskFailed],
]);

function hasIdentity(f: Fields): boolean {
  return isCount(f["index"]) && isCount(f["stage"]) && isPositive(f["try"]) && hasPart(f);
}

function hasPart(f: Fields): boolean {
  const part = f["part"];
  if (part === undefined) return f["partTry"] === undefined;
  return (part === JOIN || (isCount(part) && part < MAX_PARTS)) && isPositive(f["partTry"]);
}

function hasFacts(f: Fields): boolean {
  return isOptional(f["millis"], isCount) && isOptional(f["input"], isInput);
}

function hasRemarks(f: Fields): boolean {
  return isOptional(f["reusedFrom"], isText) && isOptional(f["warnings"], isTexts);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MAX_WARNINGS && value.every(isText);
}

function hasReason(f: Fields): boolean {
  return isReason(f["reason"]) && isOptional(f["message"], isText);
}

function hasDocuments(f: Fields): boolean {
  const documents = f["documents"];
  return isCount(f["stage"]) && Array.isArray(documents) && documents.length > 0 && documents.every(isDocumentTry);
}

function isDocumentTry(value: unknown): boolean {
  return isRecord(value) && isCount(value["index"]) && isPositive(value["try"]) && hasPart(value);
}

function isSplit(f: Fields): boolean {
  const parts = f["parts"];
  return isCount(parts) && parts >= 2 && parts <= MAX_PARTS && isPositive(f["pagesPerPart"]) && isPositive(f["pages"]) && isText(f["sha256"]);
}

function isTaskFailed(f: Fields): boolean {
  const knownTask = f["task"] === "discover" || f["task"] === "finalize";
  return knownTask && isPositive(f["try"]) && isCount(f["round"]) && TASK_REASONS.some((reason) => reason === f["reason"]) && isText(f["message"]);
}

function isOutputs(value: unknown): boolean {
  return Array.isArray(value) && value.every((file) => isRecord(file) && isText(file["name"]) && isCount(file["bytes"]) && isText(file["sha256"]));
}

function isInput(value: unknown): boolean {
  return isRecord(value) && isCount(value["bytes"]) && isText(value["sha256"]);
}

function isWhy(value: unknown): boolean {
  return value === "drain" || value === "yield" || value === "unavailable" || value === "notAble";
}

function isOptional(value: unknown, check: (present: unknown) => boolean): boolean {
  return value === undefined || check(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}

function isPositive(value: unknown): boolean {
  return isCount(value) && value > 0;
}
