/** Archives and office documents, which are archives: unpacked to nowhere, entry by entry, and never beyond the limit. */
import { createReadStream } from "node:fs";
import { type Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { openPromise, type ZipFile } from "yauzl";
import { PermanentError } from "../../errors.ts";
import type { Inspecting } from "./inspecting.ts";
import type { Inspection } from "./inspection.ts";

const GZIP = "application/gzip";
const TAR = "application/x-tar";
const ZIP = /^application\/(?:zip|x-zip-compressed|java-archive|epub\+zip|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+|vnd\.ms-\w+\.\w+\.macroenabled\.12)$/;
const MAX_ENTRIES = 1_000_000;

export function isArchive(type: string): boolean {
  return type === GZIP || type === TAR || ZIP.test(type);
}

/** Throws PermanentError: Corrupt, Encrypted, UnsafePath, DecompressionLimit. */
export async function inspectArchive(inspecting: Inspecting): Promise<Inspection> {
  if (!inspecting.isThorough) return { read: "nothing" };
  try {
    await unpack(inspecting);
  } catch (error) {
    inspecting.signal.throwIfAborted();
    throw toPermanent(error);
  }
  return { read: "every entry" };
}

function unpack(inspecting: Inspecting): Promise<void> {
  const { path, type, signal } = inspecting;
  const drain = createDrain(inspecting.limits.maxDecompressedBytes);
  if (type === GZIP) return pipeline(createReadStream(path), createGunzip(), drain(), { signal });
  return type === TAR ? unpackTar(inspecting, drain) : unpackZip(inspecting, drain);
}

/** Streams that take everything, and together no more than the limit. */
function createDrain(maxBytes: number): () => Writable {
  let bytes = 0;
  const write = (chunk: Buffer, _: unknown, done: (error?: Error) => void): void => {
    bytes += chunk.length;
    done(bytes > maxBytes ? new PermanentError("DecompressionLimit", `the file unpacks to more than ${maxBytes} bytes`) : undefined);
  };
  return () => new Writable({ write });
}

async function unpackTar({ path, signal }: Inspecting, drain: () => Writable): Promise<void> {
  const entries = extract();
  const reading = pipeline(createReadStream(path), entries, { signal });
  const taking = takeEntries(entries as AsyncIterable<Readable>, drain, signal);
  await Promise.all([reading, taking]);
}

async function takeEntries(entries: AsyncIterable<Readable>, drain: () => Writable, signal: AbortSignal): Promise<void> {
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    checkEntries(count);
    await pipeline(entry, drain(), { signal });
  }
}

async function unpackZip({ path, signal }: Inspecting, drain: () => Writable): Promise<void> {
  const archive = await openPromise(path, { autoClose: false, lazyEntries: true });
  try {
    checkEntries(archive.entryCount);
    await unpackEntries(archive, drain, signal);
  } finally {
    archive.close();
  }
}

async function unpackEntries(archive: ZipFile, drain: () => Writable, signal: AbortSignal): Promise<void> {
  for await (const entry of archive.eachEntry()) {
    signal.throwIfAborted();
    if (entry.isEncrypted()) throw new PermanentError("Encrypted", "an entry of the archive needs a password");
    if (!entry.fileName.endsWith("/")) await pipeline(await archive.openReadStreamPromise(entry), drain(), { signal });
  }
}

function checkEntries(count: number): void {
  if (count > MAX_ENTRIES) throw new PermanentError("DecompressionLimit", `the archive has more than ${MAX_ENTRIES} entries`);
}

function toPermanent(error: unknown): PermanentError {
  if (error instanceof PermanentError) return error;
  const isUnsafe = error instanceof Error && /^(?:absolute path|invalid relative path|invalid characters in fileName)/.test(error.message);
  if (isUnsafe) return new PermanentError("UnsafePath", "an entry of the archive has a name that leads out of it", { cause: error });
  return new PermanentError("Corrupt", "the archive is damaged or cut short", { cause: error });
}
