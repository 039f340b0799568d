/** The text of a file of resources becomes resources, or the list of everything that is wrong with it. Pure. */
import { type Document, LineCounter, parseAllDocuments } from "yaml";
import { parseResource, type Resource } from "../../contract/api/parse-resource.ts";
import type { JobFileProblem } from "./job-file-problem.ts";
import { findOffset } from "./problem-place.ts";

export interface PlacedResource {
  readonly resource: Resource;
  /** The place of a path in the resource, for problems found later. */
  readonly place: (path: string, message: string) => Pick<JobFileProblem, "line" | "column">;
}

export type ParsedJobFile =
  | { readonly ok: true; readonly resources: readonly PlacedResource[] }
  | { readonly ok: false; readonly problems: readonly JobFileProblem[] };

/** Aliases may repeat what they stand for so often; more would be a file that unfolds to gigabytes. */
const MAX_ALIASES = 100;
const MAX_DOCUMENTS = 64;

export function parseJobFile(text: string): ParsedJobFile {
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })].filter(hasContent);
  if (documents.length === 0) return refused([{ line: 1, column: 1, path: "", message: "the file is empty; write a BatchJob in it" }]);
  if (documents.length > MAX_DOCUMENTS) return refused([{ line: 1, column: 1, path: "", message: `must hold at most ${MAX_DOCUMENTS} YAML documents` }]);
  // What YAML itself reports comes alone: everything after it would be guesses.
  const syntax = documents.flatMap((document) => syntaxProblems(document, lines));
  if (syntax.length > 0) return refused(syntax);
  return judge(documents.map((document) => readDocument(document, lines)));
}

type ReadDocument = { readonly ok: true; readonly placed: PlacedResource } | { readonly ok: false; readonly problems: readonly JobFileProblem[] };

function judge(read: readonly ReadDocument[]): ParsedJobFile {
  const problems = read.flatMap((each) => (each.ok ? [] : each.problems));
  if (problems.length > 0) return refused(problems);
  return { ok: true, resources: read.flatMap((each) => (each.ok ? [each.placed] : [])) };
}

function refused(problems: readonly JobFileProblem[]): { readonly ok: false; readonly problems: readonly JobFileProblem[] } {
  return { ok: false, problems };
}

function hasContent(document: Document): boolean {
  return document.contents !== null || document.errors.length > 0;
}

function syntaxProblems(document: Document, lines: LineCounter): JobFileProblem[] {
  return document.errors.map(({ pos, message }) => ({ ...toPosition(lines, pos[0]), path: "", message: `not valid YAML: ${message.split("\n")[0]}` }));
}

function readDocument(document: Document, lines: LineCounter): ReadDocument {
  const place = (path: string, message: string): Pick<JobFileProblem, "line" | "column"> => toPosition(lines, findOffset(document, path, message));
  const value = toValue(document);
  if (!value.ok) return refused([{ ...place("", ""), path: "", message: value.message }]);
  const parsed = parseResource(value.value);
  if (parsed.ok) return { ok: true, placed: { resource: parsed.resource, place } };
  return refused(parsed.problems.map(({ path, message }) => ({ ...place(path, message), path, message })));
}

type Value = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

function toValue(document: Document): Value {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { ok: true, value };
  } catch (error) {
    return { ok: false, message: `not valid YAML: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function toPosition(lines: LineCounter, offset: number): Pick<JobFileProblem, "line" | "column"> {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
