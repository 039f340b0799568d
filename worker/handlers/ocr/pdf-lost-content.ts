/**
 * Why a page of a PDF holds nothing: because it is blank, or because what was on it is lost. The library does not tell. Looked
 * for only where a page has no objects at all, and only at what can be seen without following the file's own structure.
 */
import { readFileSync } from "node:fs";
import { inflateRawSync, inflateSync } from "node:zlib";

/** Of larger files nothing is said. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_STREAMS = 2000;
/** Of a stream, unpacked: of a larger one nothing is said. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
const ZLIB_HEADER_BYTES = 2;

const CONTENTS = /\/Contents\s*(?:\[([\s\dR]{1,2000})\]|(\d{1,10} \d{1,5} R))/g;
const REFERENCE = /(\d{1,10}) (\d{1,5}) R/g;
const STREAM = />>\s{0,4}stream\r?\n/g;
const MAX_DICTIONARY_CHARACTERS = 4000;
/** Fonts, pictures, profiles, tables: no page's content. Forms are. */
const IS_SOMETHING_ELSE = /\/(?:Type\s*\/(?!XObject)|Subtype\s*\/(?!Form)|Length1\b|N\b|FunctionType\b)/;
const FILTERS = /\/Filter\s*(?:\[([^\]]{0,200})\]|\/(\w{1,40}))/;
const KNOWN_FILTERS: ReadonlySet<string> = new Set(
  "FlateDecode Fl LZWDecode LZW ASCII85Decode A85 ASCIIHexDecode AHx RunLengthDecode RL Crypt CCITTFaxDecode CCF DCTDecode DCT JBIG2Decode JPXDecode".split(" "),
);

/** More digits than any size of a page has: the library takes such a number for none. */
const ENDLESS_BOX = /\/(?:MediaBox|CropBox)\s{0,6}\[[^\]]{0,400}?\d{16}/;

export function hasEndlessBox(path: string, bytes: number): boolean {
  return bytes <= MAX_FILE_BYTES && ENDLESS_BOX.test(readFileSync(path).toString("latin1"));
}

/** For people, without a page; undefined where nothing is known to be lost. */
export function findLostContent(path: string, bytes: number): string | undefined {
  if (bytes > MAX_FILE_BYTES) return undefined;
  const text = readFileSync(path).toString("latin1");
  // Locked streams look damaged, and locked or packed objects look absent.
  if (text.includes("/Encrypt")) return undefined;
  return findAbsent(text) ?? findBrokenStream(text);
}

function findAbsent(text: string): string | undefined {
  if (text.includes("/ObjStm")) return undefined;
  for (const [, list, single] of text.matchAll(CONTENTS)) {
    for (const [, object, generation] of (list ?? single ?? "").matchAll(REFERENCE)) {
      if (!new RegExp(`(?:^|\\s)${object} ${generation} obj\\b`).test(text)) return `its object ${object} is not in the file`;
    }
  }
  return undefined;
}

function findBrokenStream(text: string): string | undefined {
  let streams = 0;
  for (const match of text.matchAll(STREAM)) {
    if (++streams > MAX_STREAMS) return undefined;
    const dictionary = dictionaryBefore(text, match.index);
    if (dictionary === undefined || IS_SOMETHING_ELSE.test(dictionary)) continue;
    const filters = filtersOf(dictionary);
    const unknown = filters.find((filter) => !KNOWN_FILTERS.has(filter));
    if (unknown !== undefined) return `the file has a stream that is packed as ${unknown}, which is not known`;
    const rowBytes = predictedRowBytes(dictionary);
    if (rowBytes > MAX_UNPACKED_BYTES) return `the file has a stream in rows of ${rowBytes} bytes`;
    const isPlainFlate = filters.length === 1 && (filters[0] === "FlateDecode" || filters[0] === "Fl");
    if (isPlainFlate && !isUnpackable(text, match.index + match[0].length)) return "the file has a stream that cannot be unpacked";
  }
  return undefined;
}

/** A predictor works on rows: of larger ones than the stream itself nothing comes out. */
function predictedRowBytes(dictionary: string): number {
  if (!/\/Predictor\s{1,6}\d/.test(dictionary)) return 0;
  const valueOf = (name: string, otherwise: number): number => Number(new RegExp(`/${name}\\s{1,6}(\\d{1,12})`).exec(dictionary)?.[1] ?? otherwise);
  return Math.ceil((valueOf("Columns", 1) * valueOf("Colors", 1) * valueOf("BitsPerComponent", 8)) / 8);
}

function dictionaryBefore(text: string, end: number): string | undefined {
  const before = text.slice(Math.max(0, end - MAX_DICTIONARY_CHARACTERS), end);
  const begin = before.lastIndexOf(" obj");
  return begin === -1 ? undefined : before.slice(begin);
}

function filtersOf(dictionary: string): string[] {
  const [, list, single] = FILTERS.exec(dictionary) ?? [];
  if (single !== undefined) return [single];
  return [...(list ?? "").matchAll(/\/(\w{1,40})/g)].map(([, name = ""]) => name);
}

/** With the checksum, where it is there: zeros in place of what was lost may unpack to nothing more. */
function isUnpackable(text: string, from: number): boolean {
  const end = text.indexOf("endstream", from);
  const packed = Buffer.from(text.slice(from, end === -1 ? text.length : end), "latin1");
  const fault = faultOf(() => inflateSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES }));
  // It ends too early: perhaps only the checksum is missing.
  const rest = fault === "Z_BUF_ERROR" ? faultOf(() => inflateRawSync(packed.subarray(ZLIB_HEADER_BYTES), { maxOutputLength: MAX_UNPACKED_BYTES })) : fault;
  return rest === undefined || rest === "ERR_BUFFER_TOO_LARGE";
}

function faultOf(unpack: () => Buffer): unknown {
  try {
    unpack();
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
}
