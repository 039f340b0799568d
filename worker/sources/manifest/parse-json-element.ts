import { isUtf8 } from "node:buffer";
import type { ManifestElement } from "./manifest-element.ts";
import { type ManifestPlace, ManifestProblem } from "./manifest-problem.ts";

/** The bytes of one JSON value, and where in the manifest they begin. */
export interface JsonBytes {
  readonly bytes: Buffer;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Throws ManifestProblem with the place. The text itself stays out of the message: it may hold anything. */
export function parseJsonElement(element: JsonBytes): ManifestElement {
  const { bytes, line } = element;
  if (!isUtf8(bytes)) throw new ManifestProblem({ line }, "the text is not UTF-8; save the manifest as UTF-8");
  const text = bytes.toString("utf8");
  try {
    return { value: JSON.parse(text), line };
  } catch (error) {
    throw new ManifestProblem(placeOf(error, text, element), "this is not valid JSON", { cause: error });
  }
}

/** V8 names the position in some of its messages. */
const POSITION = /at position (\d+)/;

function placeOf(error: unknown, text: string, { line, column }: JsonBytes): ManifestPlace {
  const position = error instanceof Error ? POSITION.exec(error.message)?.[1] : undefined;
  if (position === undefined) return { line };
  const before = text.slice(0, Number(position));
  const lastFeed = before.lastIndexOf("\n");
  if (lastFeed === -1) return { line, column: column + before.length };
  return { line: line + before.split("\n").length - 1, column: before.length - lastFeed };
}
