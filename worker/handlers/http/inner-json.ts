/** JSON that stands in text, as models write it: bare, or between lines of backticks, with or without words around them. */
import type { Json } from "../../../contract/wire/outcome.ts";

const FENCED = /```[A-Za-z0-9]*[ \t]*\r?\n([\s\S]*?)\r?\n?[ \t]*```/;

/** Undefined for text that holds none. */
export function parseInnerJson(text: string): Json | undefined {
  const trimmed = text.trim();
  return parse(trimmed) ?? parse(FENCED.exec(trimmed)?.[1] ?? "");
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
