/**
 * Reads by hand what nearly all items are: a block of whole documents, nobody suspected. The schema takes ten times as long,
 * and keeps its word on everything else. A property test holds the two to the same verdicts and values.
 */
import { isRecord } from "./is-record.ts";
import { type DocumentsItem, type ItemDocument, MAX_INDEX, MAX_ITEM_DOCUMENTS, MAX_NAME_CHARACTERS, MAX_STAGE, MAX_TRY_NUMBER } from "./item.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Undefined for an item of another kind, and for what is none: ask the schema. */
export function decodePlainItem(value: Fields): DocumentsItem | undefined {
  const { kind, job, run, stage, documents, suspect, split } = value;
  if (kind !== "documents" || suspect !== undefined || split !== undefined) return undefined;
  if (!isName(job) || !isName(run) || !isWhole(stage, 0, MAX_STAGE)) return undefined;
  if (!Array.isArray(documents) || documents.length === 0 || documents.length > MAX_ITEM_DOCUMENTS) return undefined;
  const decoded: ItemDocument[] = [];
  for (const each of documents) {
    const document = decodeDocument(each);
    if (document === undefined) return undefined;
    decoded.push(document);
  }
  return { kind, job, run, stage, documents: decoded };
}

function decodeDocument(value: unknown): ItemDocument | undefined {
  if (!isRecord(value) || value["part"] !== undefined || value["partTry"] !== undefined) return undefined;
  const { index, last, attempt } = value;
  const tryNumber = value["try"];
  if (!isWhole(index, 0, MAX_INDEX) || !isWhole(tryNumber, 1, MAX_TRY_NUMBER) || typeof last !== "boolean") return undefined;
  if (attempt === undefined) return { index, try: tryNumber, last };
  return isWhole(attempt, 1, MAX_TRY_NUMBER) ? { index, try: tryNumber, last, attempt } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_NAME_CHARACTERS;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
