/** What a command said last, fit for a message: one line, no control characters, bounded. */
import { stripVTControlCharacters } from "node:util";

const MAX_LINE_CHARACTERS = 300;

/** Empty when it said nothing. */
export function lastLine(output: Uint8Array): string {
  const text = stripVTControlCharacters(new TextDecoder().decode(output));
  const lines = text.split(/[\r\n\u2028\u2029]+/).map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\p{Co}]+/gu, " ").trim());
  return (lines.findLast((line) => line !== "") ?? "").slice(0, MAX_LINE_CHARACTERS).toWellFormed();
}
