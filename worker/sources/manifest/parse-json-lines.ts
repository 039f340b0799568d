import { type Line, LineCutter } from "./line-cutter.ts";
import type { ManifestElement } from "./manifest-element.ts";
import { parseJsonElement } from "./parse-json-element.ts";

/** One document a line; blank lines are no documents. Throws ManifestProblem. */
export async function* parseJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<ManifestElement> {
  const cutter = new LineCutter();
  // Not by a generator of its own: passing a million documents through it would cost more than reading them.
  for await (const chunk of chunks) {
    for (const line of cutter.push(chunk)) if (!isBlank(line.bytes)) yield parseLine(line);
  }
  for (const line of cutter.end()) if (!isBlank(line.bytes)) yield parseLine(line);
}

function parseLine({ bytes, line }: Line): ManifestElement {
  return parseJsonElement({ bytes, line, column: 1 });
}

function isBlank(bytes: Buffer): boolean {
  return isSpace(bytes[0] ?? SPACE) && SPACES.test(bytes.toString("latin1"));
}

const SPACE = 0x20;
/** Of a whole line at once: somebody may send gigabytes of them. */
const SPACES = /^[ \t\r]*$/;

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === 0x09 || byte === 0x0d;
}
