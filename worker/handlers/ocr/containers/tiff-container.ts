/** TIFF, with offsets of 32 bits or (BigTIFF) 64: a chain of directories, one a page, each of which says where its pixels are. */
import { PermanentError } from "../../../errors.ts";
import type { ContainerFacts, JudgePage } from "./container.ts";
import type { FileBytes } from "./file-bytes.ts";

const TAG = { width: 256, height: 257, bits: 258, compression: 259, stripOffsets: 273, samples: 277, stripBytes: 279, tileOffsets: 324, tileBytes: 325 } as const;
/** Bytes of a value by its type: BYTE, ASCII, SHORT, LONG, …, LONG8. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8 };
/** None, CCITT (three), LZW, JPEG (old and new), deflate, JBIG, packed bits, deflate again, LZMA, Zstandard, WebP. */
const KNOWN_COMPRESSIONS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 32_771, 32_773, 32_946, 34_661, 34_925, 50_000, 50_001]);
/** Places of strips are looked at up to this many; a page of one line a strip has as many as it is high. */
const MAX_STRIPS = 100_000;

/** In place of a number that is not in the file: as a place or a count, it is beyond all that there is. */
const BEYOND_END = Number.POSITIVE_INFINITY;

interface Tiff {
  readonly file: FileBytes;
  readonly isLittle: boolean;
  readonly isBig: boolean;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Of the value, or of what says where it is. */
  readonly place: number;
}

export interface TiffFacts extends ContainerFacts {
  readonly pages: number;
}

/** Looks at no more than `mostPages` and one. Throws PermanentError Corrupt where directories go round in circles. */
export function inspectTiff(file: FileBytes, judgePage: JudgePage, mostPages: number): TiffFacts {
  const head = file.read(0, 16);
  const isBig = head[2] === 43 || head[3] === 43;
  const tiff: Tiff = { file, isLittle: head[0] === 0x49, isBig };
  let facts: TiffFacts = { endsEarly: false, pages: 0 };
  if (head.length < (isBig ? 16 : 8)) return { ...facts, endsEarly: true };
  const visited = new Set<number>();
  for (let at = readOffset(tiff, isBig ? 8 : 4); at !== 0 && facts.pages <= mostPages; ) {
    if (visited.has(at)) throw new PermanentError("Corrupt", "the TIFF's pages go round in circles: how many there are cannot be told");
    visited.add(at);
    const directory = readDirectory(tiff, at);
    if (directory === undefined) return { ...facts, endsEarly: true };
    const judged = judgeDirectory(tiff, directory.entries, judgePage);
    facts = { ...facts, ...judged, endsEarly: facts.endsEarly || judged.endsEarly, pages: facts.pages + 1 };
    at = directory.next;
  }
  return facts;
}

function readNumber({ file, isLittle }: Tiff, at: number, bytes: number): number {
  const piece = file.read(at, bytes);
  if (piece.length < bytes) return BEYOND_END;
  if (bytes === 8) return Number(isLittle ? piece.readBigUInt64LE() : piece.readBigUInt64BE());
  return isLittle ? piece.readUIntLE(0, bytes) : piece.readUIntBE(0, bytes);
}

function readOffset(tiff: Tiff, at: number): number {
  return readNumber(tiff, at, tiff.isBig ? 8 : 4);
}

/** Undefined where the file ends before it. */
function readDirectory(tiff: Tiff, at: number): { readonly entries: ReadonlyMap<number, Entry>; readonly next: number } | undefined {
  const [countBytes, entryBytes, offsetBytes] = tiff.isBig ? [8, 20, 8] : [2, 12, 4];
  const count = readNumber(tiff, at, countBytes);
  const end = at + countBytes + count * entryBytes;
  if (!(end + offsetBytes <= tiff.file.size)) return undefined;
  const entries = new Map<number, Entry>();
  for (let index = 0; index < count; index += 1) {
    const place = at + countBytes + index * entryBytes;
    const [tag, type] = [readNumber(tiff, place, 2), readNumber(tiff, place + 2, 2)];
    entries.set(tag, { type, count: readNumber(tiff, place + 4, offsetBytes), place: place + 4 + offsetBytes });
  }
  return { entries, next: readOffset(tiff, end) };
}

function judgeDirectory(tiff: Tiff, entries: ReadonlyMap<number, Entry>, judgePage: JudgePage): ContainerFacts {
  const valueOf = (tag: number, otherwise: number): number => firstValue(tiff, entries.get(tag)) ?? otherwise;
  const [width, height, samples, bits, compression] = [valueOf(TAG.width, 0), valueOf(TAG.height, 0), valueOf(TAG.samples, 1), valueOf(TAG.bits, 1), valueOf(TAG.compression, 1)];
  if ([width, height, samples, bits, compression].includes(BEYOND_END)) return { endsEarly: true };
  judgePage({ width, height, bytesPerPixel: (samples * bits) / 8 });
  const oddEncoding = KNOWN_COMPRESSIONS.has(compression) ? {} : { oddEncoding: `TIFF of compression ${compression}` };
  const strips = [[TAG.stripOffsets, TAG.stripBytes], [TAG.tileOffsets, TAG.tileBytes]] as const;
  return { endsEarly: strips.some(([offsets, bytes]) => leadsBeyondEnd(tiff, entries.get(offsets), entries.get(bytes))), ...oddEncoding };
}

function firstValue(tiff: Tiff, entry: Entry | undefined): number | undefined {
  return entry === undefined ? undefined : valuesOf(tiff, entry, 1).next().value;
}

/** Values of up to four bytes (eight) stand in the entry itself. */
function* valuesOf(tiff: Tiff, { type, count, place }: Entry, most: number): Generator<number, undefined> {
  const bytes = TYPE_BYTES[type] ?? 4;
  const isInside = bytes * count <= (tiff.isBig ? 8 : 4);
  const from = isInside ? place : readOffset(tiff, place);
  for (let index = 0; index < Math.min(count, most); index += 1) yield readNumber(tiff, from + index * bytes, bytes);
  return undefined;
}

/** How many bytes there are is often wrong, and decoders mend it: this says that they may be missing, not that they are. */
function leadsBeyondEnd(tiff: Tiff, offsets: Entry | undefined, bytes: Entry | undefined): boolean {
  if (offsets === undefined) return false;
  const counts = bytes === undefined ? undefined : valuesOf(tiff, bytes, MAX_STRIPS);
  for (const place of valuesOf(tiff, offsets, MAX_STRIPS)) if (place + (counts?.next().value ?? 0) > tiff.file.size) return true;
  return false;
}
