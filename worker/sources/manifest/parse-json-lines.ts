import { type Line, LineCutter } from "./line-cutter.ts";
import type { ManifestElement } from "./manifest-element.ts";
import { parseJsonElement } from "./parse-json-element.ts";

/** One document a line; blank lines are no documents. Throws ManifestProblem. */
export async function* parseJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<ManifestElement> {
  const cutter = new LineCutter();
  for await (const chunk of chunks) yield* parseLines(cutter.push(chunk));
  yield* parseLines(cutter.end());
}

function* parseLines(lines: readonly Line[]): Generator<ManifestElement> {
  for (const { bytes, line } of lines) {
    if (!isBlank(bytes)) yield parseJsonElement({ bytes, line, column: 1 });
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
