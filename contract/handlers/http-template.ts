/**
 * The strings of a template of handler `http`: text with placeholders such as `{{text}}` or `{{earlier.ocr.pages}}`. They
 * name values and nothing else: there are no expressions.
 */
import { type JsonPath, parseJsonPath } from "./json-path.ts";

/** What may be filled in; `metadata` and `earlier` go on with a path. */
export const PLACEHOLDERS = ["text", "base64", "dataUrl", "contentType", "id", "index", "name", "group", "metadata", "earlier"] as const;
type PlaceholderName = (typeof PLACEHOLDERS)[number];

export interface Placeholder {
  readonly name: PlaceholderName;
  /** Empty but for `metadata` and `earlier`. */
  readonly path: JsonPath;
  /** Written with a `?` at its end: where there is no such value, nothing is filled in. */
  readonly isOptional: boolean;
  /** As written, without the braces. */
  readonly written: string;
}

export type TemplatePiece = string | Placeholder;

export type ParsedTemplateText = { readonly ok: true; readonly pieces: readonly TemplatePiece[] } | { readonly ok: false; readonly problem: string };

const WITH_PATH: readonly PlaceholderName[] = ["metadata", "earlier"];
const BRACES = /\{\{([^{}]*)\}\}/g;

/** Text and placeholders in turn. */
export function parseTemplateText(text: string): ParsedTemplateText {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const match of text.matchAll(BRACES)) {
    const placeholder = parsePlaceholder(match[1] ?? "");
    if (typeof placeholder === "string") return { ok: false, problem: placeholder };
    pieces.push(text.slice(end, match.index), placeholder);
    end = match.index + match[0].length;
  }
  pieces.push(text.slice(end));
  return { ok: true, pieces: pieces.filter((piece) => piece !== "") };
}

/** Or what is wrong with it. */
function parsePlaceholder(written: string): Placeholder | string {
  const trimmed = written.trim();
  const isOptional = trimmed.endsWith("?");
  const [first, ...path] = parseJsonPath(isOptional ? trimmed.slice(0, -1) : trimmed) ?? [];
  const name = PLACEHOLDERS.find((known) => known === first);
  if (name === undefined) return `\`{{${written.slice(0, 60)}}}\` is no placeholder; must be one of ${PLACEHOLDERS.map(example).join(", ")}`;
  if (WITH_PATH.includes(name) && path.length === 0) return `\`{{${name}}}\` must say which: \`${example(name)}\``;
  if (!WITH_PATH.includes(name) && path.length > 0) return `\`{{${name}}}\` has no fields; must be \`{{${name}}}\``;
  return { name, path, isOptional, written: trimmed };
}

function example(name: PlaceholderName): string {
  const examples: Partial<Record<PlaceholderName, string>> = { metadata: "metadata.NAME", earlier: "earlier.STAGE.FIELD" };
  return `{{${examples[name] ?? name}}}`;
}
