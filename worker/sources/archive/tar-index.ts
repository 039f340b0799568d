/** The members of a TAR, header by header; data is not read where it can be passed over. */
import type { ArchiveFormat, ArchiveIndex } from "./archive-index.ts";
import { IndexBuilder } from "./archive-index.ts";
import { LINK, ODD_FILE, type Refusal, SPARSE } from "./archive-member.ts";
import type { ByteSource } from "./byte-source.ts";
import { ArchiveDamage } from "./archive-damage.ts";
import { judgeMemberName } from "./member-name.ts";
import { BLOCK_BYTES, isZeroBlock, type PaxRecords, parsePax, parseTarHeader, readText, type TarHeader } from "./tar-header.ts";

/** What comes before a member and is about it: nobody needs more. */
const MAX_EXTRA_BYTES = 1024 * 1024;
/** In a row, before one member. */
const MAX_EXTRAS = 16;

const REGULAR = new Set(["0", "\0", "7"]);
const LINKS = new Set(["1", "2"]);
const DEVICES = new Set(["3", "4", "6"]);
const OLD_SPARSE = "S";
const FOLDERS = new Set(["5", "D"]);
const VOLUME_LABEL = "V";
const PAX = "x";
const PAX_GLOBAL = "g";
const LONG_NAME = "L";
const LONG_LINK = "K";
/** These have no data, whatever their header says of its size. */
const WITHOUT_DATA = new Set(["1", "2", "3", "4", "5", "6"]);

/** What extra headers say of the member that follows. */
interface Extras {
  rawLongName?: string;
  pax?: PaxRecords;
}

export interface TarIndexOptions {
  readonly format: ArchiveFormat;
  /** Whether the archive has as many bytes. */
  readonly isWhole: (end: number) => Promise<boolean>;
}

/** Throws errors that are not the archive's. */
export async function readTarIndex(source: ByteSource, { format, isWhole }: TarIndexOptions): Promise<ArchiveIndex> {
  const builder = new IndexBuilder(format);
  try {
    for (let at = 0; ; ) {
      const next = await readMember(source, at);
      if (next === undefined) return builder.finish();
      if (!(await isWhole(next.end))) throw new ArchiveDamage({ reason: "Truncated", message: `the archive is cut short in its member \`${shorten(next.rawName)}\`` });
      if (next.isListed && !builder.add(toMember(next))) return builder.finish();
      at = next.padded;
    }
  } catch (error) {
    if (error instanceof ArchiveDamage) return builder.finish(error.damage);
    throw error;
  }
}

interface FoundMember {
  readonly rawName: string;
  readonly bytes: number;
  readonly offset: number;
  /** Behind its data; `padded`: where the next header is. */
  readonly end: number;
  readonly padded: number;
  readonly isListed: boolean;
  readonly refusal: Refusal | undefined;
}

/** Undefined at the archive's end. */
async function readMember(source: ByteSource, start: number): Promise<FoundMember | undefined> {
  const extras: Extras = {};
  for (let at = start, count = 0; ; count += 1) {
    const header = await readHeader(source, at);
    if (header === undefined) return undefined;
    at += BLOCK_BYTES;
    if (!isExtra(header.type)) return toFound(header, extras, at);
    if (count >= MAX_EXTRAS || header.bytes > MAX_EXTRA_BYTES) throw corrupt(at, "more stands before a member than it should");
    await readExtra(source, { header, at, extras });
    at += padded(header.bytes);
  }
}

async function readHeader(source: ByteSource, at: number): Promise<TarHeader | undefined> {
  const block = await source.read(at, BLOCK_BYTES);
  // Some programs leave out the zero blocks at the end.
  if (block.length === 0 || (block.length === BLOCK_BYTES && isZeroBlock(block))) return undefined;
  if (block.length < BLOCK_BYTES) throw new ArchiveDamage({ reason: "Truncated", message: "the archive is cut short in a header" });
  const header = parseTarHeader(block);
  if (header === undefined) throw corrupt(at, "there is no header of a member");
  return header;
}

function isExtra(type: string): boolean {
  return type === PAX || type === PAX_GLOBAL || type === LONG_NAME || type === LONG_LINK;
}

async function readExtra(source: ByteSource, { header, at, extras }: { readonly header: TarHeader; readonly at: number; readonly extras: Extras }): Promise<void> {
  const data = await source.read(at, header.bytes);
  if (data.length < header.bytes) throw new ArchiveDamage({ reason: "Truncated", message: "the archive is cut short in a header" });
  if (header.type === LONG_NAME) extras.rawLongName = readText(data);
  if (header.type !== PAX) return;
  const pax = parsePax(data);
  if (pax === undefined) throw corrupt(at, "extended records cannot be read");
  extras.pax = pax;
}

function toFound(header: TarHeader, { rawLongName, pax }: Extras, offset: number): FoundMember {
  const { type } = header;
  const bytes = WITHOUT_DATA.has(type) ? 0 : (pax?.bytes ?? header.bytes);
  const rawName = pax?.rawPath ?? rawLongName ?? header.rawName;
  // Before there was a type for folders, they were files with a name like this.
  const isFolder = FOLDERS.has(type) || (REGULAR.has(type) && rawName.endsWith("/") && bytes === 0);
  return { rawName, bytes, offset, end: offset + bytes, padded: offset + padded(bytes), isListed: !isFolder && type !== VOLUME_LABEL, refusal: judgeType(type, pax) };
}

function judgeType(type: string, pax: PaxRecords | undefined): Refusal | undefined {
  if (LINKS.has(type)) return LINK;
  if (DEVICES.has(type)) return ODD_FILE;
  if (type === OLD_SPARSE || pax?.isSparse === true) return SPARSE;
  return REGULAR.has(type) ? undefined : ODD_FILE;
}

function toMember({ rawName: raw, bytes, offset, refusal: odd }: FoundMember): { rawName: string; bytes: number; offset: number; refusal?: Refusal } {
  const { rawName, refusal: unsafe } = judgeMemberName(raw);
  const refusal = unsafe ?? odd;
  return { rawName, bytes, offset, ...(refusal === undefined ? {} : { refusal }) };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

function corrupt(at: number, what: string): ArchiveDamage {
  return new ArchiveDamage({ reason: "Corrupt", message: `the archive is damaged at byte ${at}: ${what}` });
}

function shorten(rawName: string): string {
  return Buffer.from(rawName.slice(0, 100), "latin1").toString("utf8");
}
