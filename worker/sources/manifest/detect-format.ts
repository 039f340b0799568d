/** Tells a manifest's format by how it begins, whatever it is called. */
import { findDocumentsList, skipBlanks } from "./find-documents-list.ts";
import { ManifestProblem } from "./manifest-problem.ts";

export type ManifestFormat =
  /** A JSON array, alone or as `documents` of an object; `from` is behind its `[`, `envelope` all before it. */
  | { readonly kind: "array"; readonly from: number; readonly envelope: string; readonly line: number; readonly column: number }
  /** One JSON object a line. */
  | { readonly kind: "lines"; readonly from: number }
  | { readonly kind: "csv"; readonly from: number; readonly delimiter: string };

/** As much of a manifest as may have to be seen. */
export const HEAD_BYTES = 1024 * 1024;

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS: readonly Buffer[] = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const SEEN_FOR_BINARY_BYTES = 4096;
const LINE_FEED = 0x0a;

/** `head`: the first HEAD_BYTES, or all. Throws ManifestProblem. */
export function detectFormat(head: Buffer): ManifestFormat {
  if (UTF16_MARKS.some((mark) => head.subarray(0, 2).equals(mark))) throw new ManifestProblem(undefined, "the text is UTF-16; save the manifest as UTF-8");
  if (head.subarray(0, SEEN_FOR_BINARY_BYTES).includes(0)) throw new ManifestProblem(undefined, "this is neither JSON, JSON lines nor CSV, but binary data");
  const from = head.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0;
  const begin = skipBlanks(head, from);
  const first = String.fromCharCode(head[begin] ?? 0x7b);
  if (first === "[") return toArray(head, from, begin + 1);
  if (first !== "{") return { kind: "csv", from, delimiter: detectDelimiter(head.subarray(begin)) };
  const list = findDocumentsList(head.subarray(begin));
  return list === undefined ? { kind: "lines", from } : toArray(head, from, begin + list);
}

function toArray(head: Buffer, start: number, from: number): ManifestFormat {
  const before = head.subarray(start, from);
  const line = before.reduce((lines, byte) => (byte === LINE_FEED ? lines + 1 : lines), 1);
  return { kind: "array", from, envelope: before.subarray(0, -1).toString("utf8"), line, column: before.length - before.lastIndexOf(LINE_FEED) };
}

/** Spreadsheets of many countries write semicolons. A comma in the header decides for commas. */
function detectDelimiter(csv: Buffer): string {
  const end = csv.indexOf(LINE_FEED);
  const header = csv.subarray(0, end === -1 ? csv.length : end).toString("utf8").replace(/"[^"]*"/g, "");
  if (header.includes(",")) return ",";
  if (header.includes(";")) return ";";
  return header.includes("\t") ? "\t" : ",";
}
