/** A manifest's bytes, unpacked where it is gzip. */
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DiscoverError } from "../../discover/discover-error.ts";
import { errorCode } from "../error-code.ts";
import { judgeSystemError } from "../volume/open-inside.ts";
import { ManifestProblem } from "./manifest-problem.ts";
import { peek } from "./peek.ts";

const READ_BYTES = 256 * 1024;
const GZIP_MARK = Buffer.from([0x1f, 0x8b]);

export interface ManifestBytesOptions {
  /** Of what gzip unpacks to. */
  readonly maxDecompressedBytes: number;
}

export async function unpackManifest(chunks: AsyncIterable<Buffer>, { maxDecompressedBytes }: ManifestBytesOptions): Promise<AsyncIterable<Buffer>> {
  const { head, all } = await peek(chunks, GZIP_MARK.length);
  return head.subarray(0, GZIP_MARK.length).equals(GZIP_MARK) ? unpack(all, maxDecompressedBytes) : all;
}

/** The caller closes the file, after the last chunk or earlier. */
export async function* readFileChunks(file: FileHandle, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    // Each chunk has bytes of its own: parsers hold on to pieces of the one before.
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at).catch((error: unknown) => {
      throw judgeSystemError(error);
    });
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* unpack(packed: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  // An error of either end comes out of the stream, below.
  pipeline(packed, gunzip).catch(() => undefined);
  let bytes = 0;
  try {
    for await (const chunk of gunzip) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > maxBytes) throw new DiscoverError("ManifestTooLarge", `the manifest unpacks to more than ${maxBytes} bytes; split the job`);
      yield chunk;
    }
  } catch (error) {
    if (errorCode(error)?.startsWith("Z_") === true) throw new ManifestProblem(undefined, "the gzip data is damaged or cut short", { cause: error });
    throw error;
  } finally {
    gunzip.destroy();
  }
}
