/** Fetches a document that is a member of an archive on a volume. */
import { PermanentError } from "../../errors.ts";
import type { FetchRequest } from "../../handler-setup.ts";
import type { InputFile } from "../../handlers/handler.ts";
import { receiveFile } from "../receive-file.ts";
import { readable, type VolumeAddress } from "../volume/volume-address.ts";
import { ArchiveDamage } from "./archive-damage.ts";
import type { ArchiveIndex } from "./archive-index.ts";
import type { ArchiveMember, Refusal } from "./archive-member.ts";
import type { ArchiveShelf } from "./archive-shelf.ts";
import { FileBytes } from "./byte-source.ts";
import { GunzipCursor } from "./gunzip-cursor.ts";
import { judgeMemberName } from "./member-name.ts";
import { openArchive, type OpenArchive } from "./open-archive.ts";
import { readZipMember } from "./zip-bytes.ts";

export interface FetchingMember {
  readonly volumes: ReadonlyMap<string, string>;
  readonly shelf: ArchiveShelf;
  readonly request: FetchRequest;
}

/** Below this, any ratio is fine: a blank page packs a thousandfold. */
const BOMB_BYTES = 64 * 1024 * 1024;
const BOMB_RATIO = 200;

/** `rawMember` empty: the archive as a whole, which is a document only to say what is wrong with it. Throws PermanentError or UnavailableError. */
export async function fetchMember(address: VolumeAddress & { readonly rawMember: string }, fetching: FetchingMember): Promise<InputFile> {
  const { volumes, shelf, request } = fetching;
  const archive = await openArchive(volumes, address);
  try {
    const index = await shelf.indexOf(archive, { maxDecompressedBytes: request.limits.maxDecompressedBytes, signal: request.signal });
    if (address.rawMember === "") throw describeWhole(index);
    const member = findMember(index, address.rawMember);
    judgeMember(member, request);
    return await receiveFile(readMember(member, { ...fetching, archive, index }), readable(member.rawName), request);
  } catch (error) {
    throw error instanceof ArchiveDamage ? toError(error.damage) : error;
  } finally {
    await archive.handle.close();
  }
}

function toError({ reason, message }: Refusal): PermanentError {
  return new PermanentError(reason, message);
}

function describeWhole({ damage }: ArchiveIndex): PermanentError {
  if (damage !== undefined) return toError(damage);
  return new PermanentError("SourceChanged", "the archive could not be read when the job's documents were listed, and can be now; list them again (in local mode: --update)");
}

function findMember({ byName, damage }: ArchiveIndex, rawMember: string): ArchiveMember {
  const rawName = byName.has(rawMember) ? rawMember : judgeMemberName(rawMember).rawName;
  const member = byName.get(rawName);
  if (member !== undefined) return member;
  if (byName.has(rawName)) throw new PermanentError("Corrupt", "the archive has several members of this name");
  if (damage !== undefined) throw toError(damage);
  throw new PermanentError("NotFound", "the archive has no such member");
}

function judgeMember({ refusal, bytes, packed }: ArchiveMember, { limits }: FetchRequest): void {
  if (refusal !== undefined) throw toError(refusal);
  if (bytes === 0) throw new PermanentError("Empty", "the member has no bytes");
  if (bytes > limits.maxFileBytes) throw new PermanentError("TooLarge", `the member has ${bytes} bytes; the limit is ${limits.maxFileBytes}`);
  const isBomb = packed !== undefined && bytes > BOMB_BYTES && bytes > packed.bytes * BOMB_RATIO;
  if (isBomb) throw new PermanentError("DecompressionLimit", `the member unpacks to ${bytes} bytes, which is more than ${BOMB_RATIO} times what is packed`);
}

interface ReadingMember extends FetchingMember {
  readonly archive: OpenArchive;
  readonly index: ArchiveIndex;
}

function readMember(member: ArchiveMember, { archive, index, shelf, request }: ReadingMember): AsyncIterable<Buffer> {
  const { packed, offset, bytes } = member;
  if (index.format === "tar.gz") return readGzipped(member, { archive, shelf, request });
  const source = new FileBytes(archive.handle, request.signal);
  return packed === undefined ? countBytes(source.chunks(offset, bytes), bytes) : readZipMember(source, { ...member, packed });
}

/** Goes on from where an earlier document ended: documents come mostly in the order of the archive. */
async function* readGzipped({ offset, bytes }: ArchiveMember, { archive, shelf, request }: Pick<ReadingMember, "archive" | "shelf" | "request">): AsyncGenerator<Buffer> {
  const cursor = shelf.takeCursor(archive, offset) ?? (await openCursor(archive, request));
  let isGood = false;
  try {
    yield* countBytes(cursor.chunks(offset, bytes), bytes);
    isGood = true;
  } finally {
    if (isGood) shelf.putCursor(archive, cursor);
    else await cursor.close();
  }
}

async function openCursor(archive: OpenArchive, { limits }: FetchRequest): Promise<GunzipCursor> {
  const again = await archive.reopen();
  if (again.state === archive.state) return new GunzipCursor(again.handle, { maxBytes: limits.maxDecompressedBytes });
  await again.handle.close();
  throw new PermanentError("SourceChanged", "the archive was replaced while it was read");
}

async function* countBytes(chunks: AsyncIterable<Buffer>, wanted: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes < wanted) throw new PermanentError("Truncated", `the member ends after ${bytes} of ${wanted} bytes`);
}
