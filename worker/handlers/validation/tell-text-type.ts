/** Which kind of text a file holds, by how it begins. */
import { tellEncoding } from "./text-encoding.ts";

/** No text has them, in whatever encoding of bytes; tab, line ends, form feed, backspace and escape it may have. */
const BINARY = /[\u0000-\u0007\u000b\u000e-\u001a\u001c-\u001f]/;
const JSON_START = /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:["{[\]]|-?\d|(?:true|false|null)\b|$))/;
/** One object a line, and more than one line. */
const JSON_LINES_START = /^\{[^\n]*\}\r?\n\{/;
const HTML_START = /^\s*(?:<!doctype html|<html[\s>])/i;
const SVG_START = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/i;
const XML_START = /^\s*(?:<\?xml\s|<!--|<!DOCTYPE\s|<[A-Za-z_][\w.:-]*(?:\s[^<]*)?\/?>)/;

const STARTS: readonly (readonly [string, RegExp])[] = [
  ["application/x-ndjson", JSON_LINES_START],
  ["application/json", JSON_START],
  ["text/html", HTML_START],
  ["image/svg+xml", SVG_START],
  ["application/xml", XML_START],
];

/** Undefined for what is no text. `head` are the first bytes of the file. */
export function tellTextType(head: Buffer): string | undefined {
  const text = decodeHead(head);
  if (text === "" || BINARY.test(text)) return undefined;
  const start = STARTS.find(([, pattern]) => pattern.test(text));
  if (start !== undefined) return start[0];
  return isTable(text) ? "text/csv" : "text/plain";
}

/** A character may be cut at the end of it. Bytes that are no UTF-8 may still be text of an older encoding. */
function decodeHead(head: Buffer): string {
  const { label, markBytes } = tellEncoding(head);
  return new TextDecoder(label).decode(head.subarray(markBytes)).trimStart();
}

const DELIMITERS = [",", ";", "\t", "|"];
const MAX_TABLE_LINES = 20;

/** Lines of as many fields each. In prose a comma is followed by a space. */
function isTable(text: string): boolean {
  const lines = text.split(/\r?\n/, MAX_TABLE_LINES + 1).filter((line) => line.trim() !== "").slice(0, MAX_TABLE_LINES);
  // The last one may be cut; with fewer lines than these it is the file's own.
  const whole = lines.length === MAX_TABLE_LINES ? lines.slice(0, -1) : lines;
  return whole.length >= 2 && DELIMITERS.some((delimiter) => isDelimited(whole, delimiter));
}

function isDelimited(lines: readonly string[], delimiter: string): boolean {
  const fields = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, "").split(delimiter));
  const count = fields[0]?.length ?? 1;
  const isProse = fields.flatMap((each) => each.slice(1)).filter((field) => field.startsWith(" ")).length * 2 > lines.length * (count - 1);
  return count > 1 && !isProse && fields.every((each) => each.length === count);
}
