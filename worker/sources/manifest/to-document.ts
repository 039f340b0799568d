/** From an element of a manifest to a document: fields by the names that the job gives them, judged. */
import {
  documentMetadata,
  MAX_GROUP_CHARACTERS,
  MAX_ID_CHARACTERS,
  MAX_URI_CHARACTERS,
  type ManifestDocument,
} from "../../../contract/wire/manifest.ts";
import { isRecord } from "../../../contract/wire/is-record.ts";
import { CONTROL_CHARACTERS } from "../control-characters.ts";
import type { ManifestElement } from "./manifest-element.ts";
import { ManifestProblem } from "./manifest-problem.ts";

/** What the manifest calls a document's fields; `metadata`: further ones to keep. */
export interface ManifestFields {
  readonly id: string;
  readonly uri: string;
  readonly group: string;
  readonly metadata: readonly string[];
}

export interface ToDocumentOptions {
  readonly fields: ManifestFields;
  /** Throws an Error whose message says what is wrong with the address. */
  readonly resolveUri: (uri: string) => string;
  readonly needsInput: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Throws ManifestProblem. */
export function toDocument({ value, line }: ManifestElement, { fields, resolveUri, needsInput }: ToDocumentOptions): ManifestDocument {
  try {
    if (!isRecord(value)) throw new Error("a document must be an object with fields, such as {\"id\": \"a\", \"uri\": \"a.pdf\"}");
    const id = readText(value, { name: fields.id, most: MAX_ID_CHARACTERS });
    if (id === undefined) throw new Error(describeAbsence(value, fields.id, "id"));
    const uri = readText(value, { name: fields.uri, most: MAX_URI_CHARACTERS });
    if (uri === undefined && needsInput) throw new Error(describeAbsence(value, fields.uri, "uri"));
    const group = readText(value, { name: fields.group, most: MAX_GROUP_CHARACTERS });
    const metadata = readMetadata(value, fields.metadata);
    return { id, ...(uri === undefined ? {} : { uri: resolveUri(uri) }), ...(group === undefined ? {} : { group }), ...(metadata === undefined ? {} : { metadata }) };
  } catch (error) {
    throw new ManifestProblem({ line }, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Undefined where the field is absent, null or empty. */
function readText(value: Fields, { name, most }: { name: string; most: number }): string | undefined {
  const text = toText(own(value, name), name);
  if (text === undefined || text === "") return undefined;
  if (text.length > most) throw new Error(`\`${name}\` is longer than ${most} characters`);
  if (CONTROL_CHARACTERS.test(text)) throw new Error(`\`${name}\` has control characters (such as a line end or tab) in it; take them out`);
  if (!text.isWellFormed()) throw new Error(`\`${name}\` has half of a surrogate pair in it, which is no character`);
  return text;
}

/** Numbers are taken as they would be written; those that have lost digits already are not. */
function toText(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
  if (typeof value === "number" && (Number.isSafeInteger(value) || !Number.isInteger(value))) return String(value);
  if (typeof value === "number") throw new Error(`\`${name}\` is a number that is too large to keep all its digits; write it in quotes`);
  throw new Error(`\`${name}\` must be text, and is ${describeType(value)}`);
}

/** The entries of an object `metadata`, and the fields that are named; a CSV column `metadata` is kept where it is named. */
function readMetadata(value: Fields, names: readonly string[]): Record<string, string> | undefined {
  const given = own(value, "metadata");
  const isPlain = given === undefined || given === null || typeof given === "string";
  if (!isPlain && !isRecord(given)) throw new Error(`\`metadata\` must be an object, and is ${describeType(given)}`);
  const entries = new Map<string, string>();
  if (isRecord(given)) for (const [key, each] of Object.entries(given)) addEntry(entries, { key, value: each, name: `metadata.${key.slice(0, 100)}` });
  for (const key of names) if (key !== "metadata" || isPlain) addEntry(entries, { key, value: own(value, key), name: key });
  return entries.size === 0 ? undefined : judgeMetadata(Object.fromEntries(entries));
}

function addEntry(entries: Map<string, string>, { key, value, name }: { key: string; value: unknown; name: string }): void {
  // Whoever copies the entries one by one would set the copy's prototype instead.
  if (key === "__proto__") throw new Error("`metadata` must have no entry called __proto__");
  const text = typeof value === "boolean" ? String(value) : toText(value, name);
  if (text !== undefined && text !== "") entries.set(key, text);
}

function judgeMetadata(metadata: Record<string, string>): Record<string, string> {
  const judged = documentMetadata.safeParse(metadata);
  if (judged.success) return metadata;
  const [issue] = judged.error.issues;
  throw new Error(`\`metadata\` does not fit${issue === undefined ? "" : `: ${issue.path.join(".").slice(0, 100)} ${issue.message}`}`);
}

function own(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

const SHOWN_NAMES = 8;

function describeAbsence(value: Fields, name: string, field: "id" | "uri"): string {
  const names = Object.keys(value).slice(0, SHOWN_NAMES).map((each) => `\`${each.slice(0, 40)}\``);
  const there = names.length === 0 ? "it has no fields" : `its fields are ${names.join(", ")}`;
  return `the document has no \`${name}\`; ${there}. Name the right one in source.manifest.fields.${field}`;
}

function describeType(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
