/** ZIP files for tests, also such as no program would write. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string | Buffer;
  readonly data?: string | Buffer;
  /** Default: deflate. */
  readonly method?: number;
  readonly flags?: number;
  /** UNIX mode, as `0o120777` for a link. */
  readonly mode?: number;
  /** Instead of what the method makes of the data. */
  readonly packed?: Buffer;
  /** What the list of members says instead of the truth. */
  readonly lie?: { readonly bytes?: number; readonly packedBytes?: number; readonly crc32?: number; readonly offset?: number };
  /** Sizes and place are written as 64 bits. */
  readonly isZip64?: boolean;
}

const STORED = 0;
const DEFLATED = 8;
const FULL = 0xffffffff;

export function makeZip(entries: readonly ZipEntry[], comment = ""): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const facts = toFacts(entry, offset);
    const bytes = Buffer.concat([localHeader(facts), facts.packed]);
    local.push(bytes);
    central.push(centralHeader(facts));
    offset += bytes.length;
  }
  const list = Buffer.concat(central);
  return Buffer.concat([...local, list, endOfList({ count: entries.length, bytes: list.length, offset, comment })]);
}

interface Facts {
  readonly entry: ZipEntry;
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly method: number;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  readonly offset: number;
}

function toFacts(entry: ZipEntry, offset: number): Facts {
  const data = Buffer.from(entry.data ?? "");
  const method = entry.method ?? DEFLATED;
  const packed = entry.packed ?? (method === DEFLATED ? deflateRawSync(data) : data);
  const truth = { bytes: data.length, packedBytes: packed.length, crc32: crc32(data), offset };
  return { entry, name: Buffer.from(entry.name), packed, method, ...truth, ...entry.lie };
}

function localHeader({ entry, name, method }: Facts): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(entry.flags ?? 0, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(name.length, 26);
  // An extra field here that the list does not have, as many programs write.
  const extra = Buffer.from([0x99, 0x99, 2, 0, 1, 2]);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

function centralHeader({ entry, name, method, ...facts }: Facts): Buffer {
  const header = Buffer.alloc(46);
  const extra = entry.isZip64 === true ? zip64Extra(facts) : Buffer.alloc(0);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.mode === undefined ? 20 : (3 << 8) | 20, 4);
  header.writeUInt16LE(entry.flags ?? 0, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(facts.crc32, 16);
  header.writeUInt32LE(entry.isZip64 === true ? FULL : facts.packedBytes, 20);
  header.writeUInt32LE(entry.isZip64 === true ? FULL : facts.bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 38);
  header.writeUInt32LE(entry.isZip64 === true ? FULL : facts.offset, 42);
  return Buffer.concat([header, name, extra]);
}

function zip64Extra({ bytes, packedBytes, offset }: Pick<Facts, "bytes" | "packedBytes" | "offset">): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [place, value] of [bytes, packedBytes, offset].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + place * 8);
  return extra;
}

function endOfList({ count, bytes, offset, comment }: { readonly count: number; readonly bytes: number; readonly offset: number; readonly comment: string }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  const marked = Buffer.concat([end, Buffer.from(comment)]);
  return count <= 0xffff ? marked : Buffer.concat([zip64End({ count, bytes, offset }), marked]);
}

function zip64End({ count, bytes, offset }: { readonly count: number; readonly bytes: number; readonly offset: number }): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

export const METHOD = { stored: STORED, deflated: DEFLATED, lzma: 14 } as const;
