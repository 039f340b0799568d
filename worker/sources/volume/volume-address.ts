/**
 * Addresses of files on volumes: `volume://<volume>/<relative path>`, and of members of archives that lie there:
 * `volume://<volume>/<archive>!/<path in the archive>`.
 *
 * A file's name is bytes, and need not be UTF-8. Inside this folder a path is **raw**: a string in which every character
 * stands for one byte (latin1), so that strings compare in the order of bytes. In an address, bytes that are no valid
 * UTF-8, controls, spaces and what URIs give a meaning to are percent-encoded; everything else stays readable.
 */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { MAX_ID_CHARACTERS } from "../../../contract/wire/manifest.ts";

export interface VolumeAddress {
  readonly volume: string;
  /** Relative to the volume, not yet judged: may hold `..`. */
  readonly rawPath: string;
  /** The file is an archive, and this the path of a member in it; empty for the archive as a whole. */
  readonly rawMember?: string;
}

const ADDRESS = /^volume:\/\/([^/]+)\/(.*)$/is;
const NOT_IN_ADDRESS = /[\u0000-\u0020\u007f-\u009f\u2028\u2029%?#"<>\\^`{|}]|[\udc80-\udcff]/gu;
/** A `%` is encoded only where it could be read as an encoded character. */
const NOT_IN_ID = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\udc80-\udcff]|%(?=25|[01][0-9a-f]|7f|[89a-f][0-9a-f])/giu;
const PLAIN = /^[\w /.,=@+()&'!~-]*$/;

/** What archives are called whose members may be documents, as a pattern. */
const ARCHIVE_NAME = String.raw`\.(?:zip|tar|tar\.gz|tgz)`;
const ARCHIVE = new RegExp(`${ARCHIVE_NAME}$`, "i");
const MEMBER = new RegExp(`^(.*?${ARCHIVE_NAME})!/(.*)$`, "is");

/** By its name; what it is turns out when it is read. */
export function isArchivePath(path: string): boolean {
  return ARCHIVE.test(path);
}

/** `box.zip!/inner/a.pdf`: an archive, and a member of it. The first `!/` behind the name of an archive parts the two. */
export function splitMember(text: string): { readonly path: string; readonly member?: string } {
  const match = text.includes("!/") ? MEMBER.exec(text) : null;
  return match === null ? { path: text } : { path: match[1] ?? "", member: match[2] ?? "" };
}

/** A `!` at the end of a folder's name is encoded, so that it does not part an archive from a member. */
export function toVolumeUri(volume: string, rawPath: string, rawMember?: string): string {
  const file = `volume://${volume}/${encodePath(rawPath).replaceAll("!/", "%21/")}`;
  return rawMember === undefined ? file : `${file}!/${encodePath(rawMember)}`;
}

function encodePath(rawPath: string): string {
  return readable(rawPath).replace(NOT_IN_ADDRESS, encodeCharacter);
}

/** Undefined for what is no address of a file on a volume. A `%` without two hex digits stands for itself. */
export function parseVolumeUri(uri: string): VolumeAddress | undefined {
  const match = ADDRESS.exec(uri);
  if (match === null) return undefined;
  const { path, member } = splitMember(match[2] ?? "");
  return { volume: match[1] ?? "", rawPath: decodePath(path), ...(member === undefined ? {} : { rawMember: decodePath(member) }) };
}

function decodePath(text: string): string {
  return toRaw(text).replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The path itself, for nearly every file. Different paths have different ids, whatever bytes are in them. */
export function toVolumeId(rawPath: string): string {
  if (PLAIN.test(rawPath) && rawPath.length <= MAX_ID_CHARACTERS) return rawPath;
  const id = readable(rawPath).replace(NOT_IN_ID, encodeCharacter);
  if (id.length <= MAX_ID_CHARACTERS) return id;
  const hash = createHash("sha256").update(rawPath, "latin1").digest("hex").slice(0, HASH_CHARACTERS);
  return `${id.slice(0, MAX_ID_CHARACTERS - HASH_CHARACTERS - 2).replace(/\p{Surrogate}$/u, "")}~${hash}`;
}

const HASH_CHARACTERS = 32;

/** Text as the raw path of a file that is called so. */
export function toRaw(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** What the system calls take. */
export function toPathBytes(rawPath: string): Buffer {
  return Buffer.from(rawPath, "latin1");
}

/** For people and patterns: bytes that are no UTF-8 become lone surrogates (U+DC80 to U+DCFF), so that nothing is lost. */
export function readable(rawPath: string): string {
  if (PLAIN.test(rawPath)) return rawPath;
  const bytes = toPathBytes(rawPath);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] ?? 0);
    const piece = bytes.subarray(at, at + length);
    const isValid = piece.length === length && isUtf8(piece);
    text += isValid ? piece.toString("utf8") : String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += isValid ? length : 1;
  }
  return text;
}

/**
 * Without `.` and empty segments, and with `..` taken back; undefined where that leads out of the volume. What links on the
 * way do is judged when the file is opened.
 */
export function normalizeRaw(rawPath: string): string | undefined {
  const kept: string[] = [];
  if (rawPath.includes("\0")) return undefined;
  for (const segment of rawPath.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join("/");
}

/** `rawPath` lies in the folder `rawRoot`, or is it; both absolute and canonical. */
export function isInside(rawRoot: string, rawPath: string): boolean {
  return rawPath === rawRoot || rawRoot === "/" || rawPath.startsWith(`${rawRoot}/`);
}

function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function encodeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  const bytes = code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : Buffer.from(character, "utf8");
  return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
