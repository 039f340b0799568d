/**
 * A way through a gzipped TAR, forwards only. State: the file that is being unpacked, and how far; whoever holds the cursor
 * owns it, until it is closed. What was passed cannot be had again but by another cursor.
 */
import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { errorCode } from "../error-code.ts";
import { judgeSystemError } from "../volume/open-inside.ts";
import { ArchiveDamage } from "./archive-damage.ts";
import type { ByteSource } from "./byte-source.ts";

const CHUNK_BYTES = 256 * 1024;

export class GunzipCursor implements ByteSource {
  readonly #handle: FileHandle;
  readonly #maxBytes: number;
  readonly #ending = new AbortController();
  readonly #chunks: AsyncIterator<Buffer>;
  #left: Buffer = Buffer.alloc(0);
  #position = 0;

  /** The cursor closes the file. */
  constructor(handle: FileHandle, { maxBytes }: { readonly maxBytes: number }) {
    this.#handle = handle;
    this.#maxBytes = maxBytes;
    this.#chunks = this.#unpack()[Symbol.asyncIterator]();
  }

  /** Of the next byte that can be had, in the unpacked TAR. */
  get position(): number {
    return this.#position;
  }

  async read(at: number, length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const chunk of this.chunks(at, length)) pieces.push(chunk);
    return Buffer.concat(pieces);
  }

  async *chunks(at: number, length: number): AsyncGenerator<Buffer> {
    if (at < this.#position) throw new RangeError("a gzipped archive is read forwards only");
    while (this.#position < at) if ((await this.#take(at - this.#position)) === undefined) return;
    for (const end = at + length; this.#position < end; ) {
      const chunk = await this.#take(end - this.#position);
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  /** Whether there are as many bytes; passes over them. */
  async reaches(end: number): Promise<boolean> {
    while (this.#position < end) if ((await this.#take(end - this.#position)) === undefined) return false;
    return true;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#chunks.return?.();
    await this.#handle.close();
  }

  async #take(most: number): Promise<Buffer | undefined> {
    if (this.#left.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return undefined;
      this.#left = next.value;
    }
    const taken = this.#left.subarray(0, most);
    this.#left = this.#left.subarray(taken.length);
    this.#position += taken.length;
    if (this.#position > this.#maxBytes) throw new ArchiveDamage({ reason: "DecompressionLimit", message: `the archive unpacks to more than ${this.#maxBytes} bytes; without gzip it has no such limit: unpack it with gunzip` });
    return taken;
  }

  async *#unpack(): AsyncGenerator<Buffer> {
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    const file = this.#handle.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK_BYTES });
    // An error of either end comes out of the stream, below.
    const running = pipeline(file, gunzip, { signal: this.#ending.signal }).catch(() => undefined);
    try {
      yield* gunzip as Readable as AsyncIterable<Buffer>;
    } catch (error) {
      throw judgeGunzip(error);
    } finally {
      gunzip.destroy();
      await running;
    }
  }
}

function judgeGunzip(error: unknown): unknown {
  const code = errorCode(error) ?? "";
  if (code === "Z_BUF_ERROR") return new ArchiveDamage({ reason: "Truncated", message: "the archive's gzip data is cut short" }, { cause: error });
  if (code.startsWith("Z_")) return new ArchiveDamage({ reason: "Corrupt", message: "the archive's gzip data is damaged" }, { cause: error });
  return judgeSystemError(error);
}
