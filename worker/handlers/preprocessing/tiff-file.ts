/**
 * A TIFF of many pages, written page by page: one page is in memory, however many there are. Pages may differ in size,
 * resolution and colours.
 */
import { type FileHandle, open } from "node:fs/promises";
import { PermanentError } from "../../errors.ts";
import { shiftTiff } from "./shift-tiff.ts";

/** Addresses in a TIFF have 32 bits. */
const MAX_BYTES = 0xffff_ffff;

export interface TiffFile {
  /** A TIFF of one page. Throws PermanentError TooLarge when the file has no room for it. */
  readonly addPage: (tiff: Buffer) => Promise<void>;
  /** May be called twice. */
  readonly close: () => Promise<void>;
}

export async function createTiffFile(path: string): Promise<TiffFile> {
  const file = await open(path, "wx");
  let place = { end: 0, nextOffset: 0 };
  const addPage = async (tiff: Buffer): Promise<void> => {
    place = await appendPage(file, tiff, place);
  };
  return { addPage, close: () => file.close() };
}

interface Place {
  readonly end: number;
  /** Where the last page says where the next one's directory is. */
  readonly nextOffset: number;
}

async function appendPage(file: FileHandle, tiff: Buffer, { end, nextOffset: lastNext }: Place): Promise<Place> {
  // Directories must start at even places.
  const start = end + (end % 2);
  if (start + tiff.length > MAX_BYTES) throw new PermanentError("TooLarge", "the prepared pages take more than the 4 GiB that a TIFF holds: choose binarise, grey or a lower maxDpi");
  const { bytes, directoryOffset, nextOffset } = shiftTiff(tiff, start);
  await writeFully(file, bytes, start);
  if (start > 0) {
    const address = Buffer.alloc(4);
    address.writeUInt32LE(directoryOffset);
    await writeFully(file, address, lastNext);
  }
  return { end: start + bytes.length, nextOffset };
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
