/**
 * From a document's id to the names of its files in the output.
 *
 * An id is a relative path, and mostly stays as it is. What would be unsafe, or read as something else, is percent-encoded:
 * - control characters, backslashes, line separators, half a surrogate pair, and a dot or space at the end of a segment;
 * - so `.` becomes `%2E` and `..` becomes `.%2E`; an empty segment (a leading, doubled or trailing `/`) becomes `%2F`;
 * - a `%` that two hex digits follow becomes `%25`, so that nothing else can be written like an encoded character;
 * - the first character of a name at the top that Ream writes itself (`results.jsonl`, `.ream`, …), in any case.
 * A segment over 255 bytes is cut, and `%7E` and a hash of all of it put behind; so is a whole path over 2,048 bytes.
 *
 * Two ids have the same name only where they are equal; where `outputKey` is equal, names differ by no more than what some
 * file systems do not tell apart (case, composed and decomposed letters), and discover refuses the manifest.
 */
import { sha256Hex } from "./sha256.ts";

/** What every file system in use takes. */
const MAX_SEGMENT_BYTES = 255;
/** PATH_MAX is 4,096 bytes, and the output's own folder comes before. */
const MAX_PATH_BYTES = 2048;
/** Of a path that is too long, what stays readable. */
const KEPT_PATH_BYTES = 1024;
/** So that at least half a segment is left for the document. */
const MAX_SUFFIX_BYTES = 128;
/** The encoder never writes this by itself: `~` is not encoded, and the `%` of a literal `%7E` is. */
const SHORTENED = "%7E";
/** 128 bits: two different names with one hash are not to be expected, even where someone tries. */
const HASH_CHARACTERS = 32;

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\\u2028\u2029\p{Surrogate}]|%(?=[0-9A-Fa-f]{2})/gu;
const UNSAFE_END = /[. ]$/;
/** Nothing in it to encode, fold or look at twice: most ids. */
const PLAIN = /^[\w-]+(?:[./][\w-]+)*$/;
const ASCII = /^[\u0000-\u007f]*$/;

/** Intermediate files of documents and parts, until finalize removes them. */
const STAGES_FOLDER = ".stages";
/** Ream's own state. */
export const STATE_FOLDER = ".ream";
const RESULTS_FILE = "results.jsonl";
const FAILURES_FILE = "failures.jsonl";
const SUMMARY_FILE = "summary.json";

const RESERVED: ReadonlySet<string> = new Set([STAGES_FOLDER, STATE_FOLDER, RESULTS_FILE, FAILURES_FILE, SUMMARY_FILE]);

/** Name of a document's file, relative to the output, with `/` between folders. `suffix` is one that handlers may use. */
export function outputName(id: string, suffix: string): string {
  const suffixBytes = utf8Bytes(suffix);
  if (suffixBytes > MAX_SUFFIX_BYTES) throw new RangeError(`a suffix must have at most ${MAX_SUFFIX_BYTES} bytes`);
  const segments = id.split("/").map(encodeSegment);
  const last = segments.length - 1;
  const fitting = segments.map((segment, place) => shortenSegment(segment, place === last ? suffixBytes : 0));
  const path = `${fitting.join("/")}${suffix}`;
  return guardTop(utf8Bytes(path) > MAX_PATH_BYTES ? shortenPath(fitting, segments) + suffix : path);
}

/** Equal for ids whose files could not be told apart on some file system. Compared, never written. */
export function outputKey(id: string): string {
  if (PLAIN.test(id)) return id.toLowerCase();
  return foldName(id.split("/").map(encodeSegment).join("/"));
}

/** Where a stage keeps what later stages or the join need, relative to the output; ends in `/`. */
export function stageFolder(stageName: string): string {
  return `${STAGES_FOLDER}/${shortenSegment(encodeSegment(stageName.replaceAll("/", "\\")), 0)}/`;
}

function encodeSegment(segment: string): string {
  if (segment === "") return "%2F";
  return segment.replace(UNSAFE, percentEncode).replace(UNSAFE_END, percentEncode);
}

function shortenSegment(encoded: string, suffixBytes: number): string {
  if (utf8Bytes(encoded) + suffixBytes <= MAX_SEGMENT_BYTES) return encoded;
  const kept = firstBytes(encoded, MAX_SEGMENT_BYTES - suffixBytes - SHORTENED.length - HASH_CHARACTERS);
  return `${kept}${hashMark(encoded)}`;
}

/** Begins a segment with the mark, so it is no shortened segment: those keep something before it. */
function shortenPath(fitting: readonly string[], segments: readonly string[]): string {
  const kept: string[] = [];
  let bytes = 0;
  for (const segment of fitting.slice(0, -1)) {
    bytes += utf8Bytes(segment) + 1;
    if (bytes > KEPT_PATH_BYTES) break;
    kept.push(segment);
  }
  return [...kept, hashMark(segments.join("/"))].join("/");
}

function hashMark(text: string): string {
  return SHORTENED + sha256Hex(text).slice(0, HASH_CHARACTERS);
}

function guardTop(path: string): string {
  const slash = path.indexOf("/");
  const top = slash === -1 ? path : path.slice(0, slash);
  if (!RESERVED.has(foldName(top))) return path;
  return percentEncode(path.slice(0, 1)) + path.slice(1);
}

/** Unicode's canonical composition, and the letters' small forms; both sigmas are one letter. */
function foldName(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  return name.normalize("NFC").toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}

function percentEncode(character: string): string {
  return utf8Of(character.codePointAt(0) ?? 0).map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

/** Takes half a surrogate pair as if it were a character: it has three bytes of its own then. */
function utf8Of(code: number): number[] {
  if (code < 0x80) return [code];
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}

function utf8Bytes(text: string): number {
  if (ASCII.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character);
  return bytes;
}

/** Whole characters only. */
function firstBytes(text: string, most: number): string {
  let kept = "";
  let bytes = 0;
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}

function bytesOf(character: string): number {
  return utf8Of(character.codePointAt(0) ?? 0).length;
}
