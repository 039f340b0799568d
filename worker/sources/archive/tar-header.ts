/** The blocks that stand before each member of a TAR: POSIX, GNU and what came before them. Pure. */

export const BLOCK_BYTES = 512;

export interface TarHeader {
  readonly rawName: string;
  readonly bytes: number;
  /** One character. */
  readonly type: string;
}

const CHECKSUM = { at: 148, bytes: 8 };
const SPACE = 0x20;
const POSIX_MARK = "ustar\0";
const BASE_256 = 0x80;
/** Of the length of an extended record, with the blank behind it. */
const MAX_LENGTH_CHARACTERS = 8;

export function isZeroBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** Undefined for a block that is no header. */
export function parseTarHeader(block: Buffer): TarHeader | undefined {
  const bytes = readNumber(block.subarray(124, 136));
  if (block.length < BLOCK_BYTES || !hasChecksum(block) || bytes === undefined) return undefined;
  const prefix = block.toString("latin1", 257, 263) === POSIX_MARK ? readText(block.subarray(345, 500)) : "";
  const name = readText(block.subarray(0, 100));
  return { rawName: prefix === "" ? name : `${prefix}/${name}`, bytes, type: String.fromCharCode(block[156] ?? 0) };
}

/** Old programs added the bytes up as signed. */
function hasChecksum(block: Buffer): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK_BYTES; at += 1) {
    const byte = at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.bytes ? SPACE : (block[at] ?? 0);
    unsigned += byte;
    signed += byte >= 0x80 ? byte - 0x100 : byte;
  }
  const said = readNumber(block.subarray(CHECKSUM.at, CHECKSUM.at + CHECKSUM.bytes));
  return said === unsigned || said === signed;
}

/** Octal digits, or, for what they cannot hold, bytes behind a mark. Undefined for what is neither, negative or beyond all measure. */
function readNumber(field: Buffer): number | undefined {
  const isBinary = ((field[0] ?? 0) & BASE_256) !== 0;
  const value = isBinary ? readBinary(field) : readOctal(readText(field));
  return Number.isSafeInteger(value) ? value : undefined;
}

function readBinary(field: Buffer): number {
  if (field[0] !== BASE_256) return Number.NaN;
  return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
}

function readOctal(text: string): number {
  const digits = text.trim();
  if (digits === "") return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** Up to the first zero byte. */
export function readText(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end === -1 ? field.length : end);
}

export interface PaxRecords {
  readonly rawPath?: string;
  readonly bytes?: number;
  readonly isSparse: boolean;
}

/** What a block of extended records says of the next member: `length key=value` and a line end, again and again. Undefined where it is none. */
export function parsePax(data: Buffer): PaxRecords | undefined {
  const found = new Map<string, string>();
  for (let at = 0; at < data.length && data[at] !== 0; ) {
    const [, digits = ""] = /^(\d{1,7}) /.exec(data.toString("latin1", at, at + MAX_LENGTH_CHARACTERS)) ?? [];
    const length = Number(digits);
    const record = data.toString("latin1", at + digits.length + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (length <= digits.length || at + length > data.length || equals < 1) return undefined;
    found.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return toPaxRecords(found);
}

function toPaxRecords(found: ReadonlyMap<string, string>): PaxRecords | undefined {
  const path = found.get("path");
  const size = found.get("size");
  if (size !== undefined && !/^\d{1,15}$/.test(size)) return undefined;
  const isSparse = [...found.keys()].some((key) => key.startsWith("GNU.sparse."));
  return { isSparse, ...(path === undefined ? {} : { rawPath: path }), ...(size === undefined ? {} : { bytes: Number(size) }) };
}
