/**
 * Reads by hand what nearly all pages of manifests are: documents without metadata. The schema takes several times as long,
 * and keeps its word on everything else. A property test holds the two to the same verdicts and values.
 */
import { isRecord } from "./is-record.ts";
import { MAX_GROUP_CHARACTERS, MAX_ID_CHARACTERS, MAX_PAGE_DOCUMENTS, MAX_URI_CHARACTERS, type ManifestDocument, type ManifestPage } from "./manifest.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Undefined for a page of another kind, and for what is none: ask the schema. */
export function decodePlainPage({ firstIndex, documents }: Fields): ManifestPage | undefined {
  if (!isCount(firstIndex) || !Array.isArray(documents) || documents.length > MAX_PAGE_DOCUMENTS) return undefined;
  return documents.every(isPlainDocument) ? { firstIndex, documents } : undefined;
}

/** Fields that nobody knows are not passed on: the schema takes them out. */
function isPlainDocument(value: unknown): value is ManifestDocument {
  if (!isRecord(value) || value["id"] === undefined) return false;
  for (const key in value) if (CHECKS.get(key)?.(value[key]) !== true) return false;
  return true;
}

const CHECKS: ReadonlyMap<string, (field: unknown) => boolean> = new Map([
  ["id", (field) => isText(field, MAX_ID_CHARACTERS) && field !== ""],
  ["uri", (field) => isText(field, MAX_URI_CHARACTERS)],
  ["group", (field) => isText(field, MAX_GROUP_CHARACTERS)],
  ["bytes", isCount],
  ["modifiedMs", (field) => typeof field === "number" && field >= 0],
]);

function isText(value: unknown, most: number): boolean {
  return typeof value === "string" && value.length <= most;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}
