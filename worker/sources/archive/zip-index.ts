/** The members of a ZIP, by its central directory. */
import { isUtf8 } from "node:buffer";
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type ZipFile } from "yauzl";
import { errorCode } from "../error-code.ts";
import { toRaw } from "../volume/volume-address.ts";
import { PermanentError, UnavailableError } from "../../errors.ts";
import { type ArchiveIndex, damagedIndex, IndexBuilder, MAX_MEMBERS, TOO_MANY } from "./archive-index.ts";
import { type ArchiveMember, ENCRYPTED, LINK, ODD_FILE, ODD_PACKING, type Refusal } from "./archive-member.ts";
import type { ByteSource } from "./byte-source.ts";
import { judgeMemberName } from "./member-name.ts";

const IS_ENCRYPTED = 0x1;
const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER_BYTES = 30;
const MADE_ON_UNIX = 3;
const FILE_TYPE = 0xf000;
const REGULAR = 0x8000;
const FOLDER = 0x4000;
const SYMLINK = 0xa000;

/** Throws errors that are not the archive's. */
export async function readZipIndex(source: ByteSource, archiveBytes: number): Promise<ArchiveIndex> {
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), archiveBytes, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
    if (zip.entryCount > MAX_MEMBERS) return damagedIndex("zip", TOO_MANY);
    return refuseOverlaps(await readEntries(zip));
  } catch (error) {
    return damagedIndex("zip", toDamage(error));
  }
}

async function readEntries(zip: ZipFile): Promise<ArchiveIndex> {
  const builder = new IndexBuilder("zip");
  try {
    for await (const entry of zip.eachEntry()) if (!isFolder(entry) && !builder.add(toMember(entry))) break;
  } catch (error) {
    return builder.finish(toDamage(error));
  }
  return builder.finish();
}

/** Reads for yauzl, which would otherwise ask the system twice for each member. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override read(...[buffer, offset, length, position, callback]: Parameters<RandomAccessReader["read"]>): void {
    this.#source.read(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(bytes.length < length ? new Error("unexpected EOF") : null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

function toDamage(error: unknown): Refusal {
  const isForeign = error instanceof PermanentError || error instanceof UnavailableError || errorCode(error) !== undefined || !(error instanceof Error) || error.name === "AbortError";
  if (isForeign) throw error;
  if (/encrypt/i.test(error.message)) return { reason: "Encrypted", message: "the archive's list of members is protected by a password; pack it without one" };
  if (/unexpected EOF|not found/i.test(error.message)) return { reason: "Truncated", message: "the archive's list of members is not there, or cut short" };
  return { reason: "Corrupt", message: `the archive's list of members cannot be read: ${error.message.slice(0, 200)}` };
}

/** With bytes in it, it is none that anybody could make a folder of. */
function isFolder({ fileNameRaw, uncompressedSize }: Entry): boolean {
  return fileNameRaw.at(-1) === 0x2f && uncompressedSize === 0;
}

function toMember(entry: Entry): ArchiveMember {
  const { rawName, refusal: unsafe } = judgeMemberName(toRaw(nameOf(entry)));
  const refusal = unsafe ?? judgeEntry(entry);
  const packed = { bytes: entry.compressedSize, isDeflated: entry.compressionMethod === DEFLATED, crc32: entry.crc32 };
  return { rawName, bytes: entry.uncompressedSize, offset: entry.relativeOffsetOfLocalHeader, packed, ...(refusal === undefined ? {} : { refusal }) };
}

/** Many write UTF-8 without saying so; what is UTF-8 by chance only is hardly ever a word in the old encoding. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const UTF8_FLAG = 0x800;
  const flags = isUtf8(fileNameRaw) ? generalPurposeBitFlag | UTF8_FLAG : generalPurposeBitFlag & ~UTF8_FLAG;
  return getFileNameLowLevel(flags, fileNameRaw, extraFields, true);
}

function judgeEntry({ generalPurposeBitFlag, compressionMethod, versionMadeBy, externalFileAttributes }: Entry): Refusal | undefined {
  const type = versionMadeBy >>> 8 === MADE_ON_UNIX ? (externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (type === SYMLINK) return LINK;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return ODD_FILE;
  if ((generalPurposeBitFlag & IS_ENCRYPTED) !== 0) return ENCRYPTED;
  return compressionMethod === STORED || compressionMethod === DEFLATED ? undefined : ODD_PACKING;
}

/** Members that share bytes make a small archive unpack to any size at all. */
function refuseOverlaps(index: ArchiveIndex): ArchiveIndex {
  const inOrder = index.members.toSorted((a, b) => a.offset - b.offset);
  const overlaps = inOrder.some((member, place) => place > 0 && member.offset < leastEnd(inOrder[place - 1]));
  return overlaps ? damagedIndex("zip", { reason: "Corrupt", message: "members of the archive lie over one another, as they do in a bomb" }) : index;
}

function leastEnd(member: ArchiveMember | undefined): number {
  return member === undefined ? 0 : member.offset + LOCAL_HEADER_BYTES + (member.packed?.bytes ?? 0);
}
