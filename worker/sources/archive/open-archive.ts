/** Archives on volumes, opened and told apart by content, whatever they are called. */
import type { FileHandle } from "node:fs/promises";
import { judgeSystemError, openInside } from "../volume/open-inside.ts";
import type { VolumeAddress } from "../volume/volume-address.ts";
import { type ArchiveFormat, type ArchiveIndex, damagedIndex } from "./archive-index.ts";
import { FileBytes } from "./byte-source.ts";
import { GunzipCursor } from "./gunzip-cursor.ts";
import { readTarIndex } from "./tar-index.ts";
import { BLOCK_BYTES, isZeroBlock, parseTarHeader } from "./tar-header.ts";
import { readZipIndex } from "./zip-index.ts";

export interface OpenArchive {
  /** The caller closes it. */
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Equal only for the same file in the same state. */
  readonly state: string;
  /** Opens the same file again, for longer. */
  readonly reopen: () => Promise<OpenArchive>;
}

/** Throws PermanentError or UnavailableError, as for any file of a volume. */
export async function openArchive(volumes: ReadonlyMap<string, string>, address: VolumeAddress): Promise<OpenArchive> {
  const { handle, bytes } = await openInside(volumes, address);
  try {
    const { dev, ino, mtimeNs, mtimeMs } = await handle.stat({ bigint: true });
    const reopen = (): Promise<OpenArchive> => openArchive(volumes, address);
    return { handle, bytes, modifiedMs: Math.max(0, Number(mtimeMs)), state: `${dev} ${ino} ${bytes} ${mtimeNs}`, reopen };
  } catch (error) {
    await handle.close();
    throw judgeSystemError(error);
  }
}

export interface ReadIndexOptions {
  /** Of what gzip unpacks to. */
  readonly maxDecompressedBytes: number;
  readonly signal: AbortSignal;
}

/** Reads what is in it: of a ZIP its list, of a TAR every header, of a gzipped TAR all of it. Throws errors that are not the archive's. */
export async function readIndex(archive: OpenArchive, { maxDecompressedBytes, signal }: ReadIndexOptions): Promise<ArchiveIndex> {
  const source = new FileBytes(archive.handle, signal);
  const format = detectFormat(await source.read(0, BLOCK_BYTES));
  switch (format) {
    case undefined:
      return damagedIndex("tar", archive.bytes === 0 ? EMPTY : NO_ARCHIVE);
    case "zip":
      return readZipIndex(source, archive.bytes);
    case "tar":
      return readTarIndex(source, { format, isWhole: async (end) => end <= archive.bytes });
    default:
      return readGzipped(archive, { maxDecompressedBytes, signal });
  }
}

const EMPTY = { reason: "Empty", message: "the archive has no bytes" } as const;
const NO_ARCHIVE = { reason: "UnsupportedType", message: "the file is neither a ZIP nor a TAR, whatever its name says" } as const;

async function readGzipped(archive: OpenArchive, { maxDecompressedBytes, signal }: ReadIndexOptions): Promise<ArchiveIndex> {
  const { handle } = await archive.reopen();
  const cursor = new GunzipCursor(handle, { maxBytes: maxDecompressedBytes });
  const isWhole = (end: number): Promise<boolean> => {
    signal.throwIfAborted();
    return cursor.reaches(end);
  };
  return readTarIndex(cursor, { format: "tar.gz", isWhole }).finally(() => cursor.close());
}

const ZIP_MARKS: readonly Buffer[] = [Buffer.from("PK\x03\x04"), Buffer.from("PK\x05\x06")];
const GZIP_MARK = Buffer.from([0x1f, 0x8b]);

function detectFormat(head: Buffer): ArchiveFormat | undefined {
  if (ZIP_MARKS.some((mark) => head.subarray(0, mark.length).equals(mark))) return "zip";
  if (head.subarray(0, GZIP_MARK.length).equals(GZIP_MARK)) return "tar.gz";
  const isTar = head.length === BLOCK_BYTES && (isZeroBlock(head) || parseTarHeader(head) !== undefined);
  return isTar ? "tar" : undefined;
}
