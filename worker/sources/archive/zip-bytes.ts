/** The bytes of one member of a ZIP, unpacked and checked. */
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { PermanentError } from "../../errors.ts";
import { errorCode } from "../error-code.ts";
import type { ArchiveMember, PackedMember } from "./archive-member.ts";
import type { ByteSource } from "./byte-source.ts";

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_MARK = 0x04034b50;

/** Throws PermanentError (Corrupt, Truncated). */
export async function* readZipMember(source: ByteSource, member: ArchiveMember & { readonly packed: PackedMember }): AsyncGenerator<Buffer> {
  const { packed } = member;
  const stored = source.chunks(await dataStart(source, member), packed.bytes);
  let sum = 0;
  let bytes = 0;
  for await (const chunk of packed.isDeflated ? inflate(stored) : stored) {
    bytes += chunk.length;
    if (bytes > member.bytes) throw new PermanentError("Corrupt", `the member unpacks to more than the ${member.bytes} bytes that its archive says`);
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (bytes < member.bytes) throw new PermanentError("Truncated", `the member ends after ${bytes} of ${member.bytes} bytes`);
  if (sum !== packed.crc32) throw new PermanentError("Corrupt", "the member's bytes are not those that were packed (its checksum differs)");
}

/** Name and extra field may be longer here than in the archive's list. */
async function dataStart(source: ByteSource, { offset }: ArchiveMember): Promise<number> {
  const header = await source.read(offset, LOCAL_HEADER_BYTES);
  if (header.length < LOCAL_HEADER_BYTES) throw new PermanentError("Truncated", "the archive ends before the member");
  if (header.readUInt32LE(0) !== LOCAL_HEADER_MARK) throw new PermanentError("Corrupt", "the member is not where its archive says");
  return offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function* inflate(stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflating = createInflateRaw();
  // An error of either end comes out of the stream, below.
  pipeline(stored, inflating).catch(() => undefined);
  try {
    yield* inflating as Readable as AsyncIterable<Buffer>;
  } catch (error) {
    const code = errorCode(error) ?? "";
    if (code === "Z_BUF_ERROR") throw new PermanentError("Truncated", "the member's data is cut short", { cause: error });
    if (code.startsWith("Z_")) throw new PermanentError("Corrupt", "the member's data cannot be unpacked", { cause: error });
    throw error;
  } finally {
    inflating.destroy();
  }
}
