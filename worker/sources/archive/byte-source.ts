/** Bytes of an open archive, at any place. */
import type { FileHandle } from "node:fs/promises";
import { judgeSystemError } from "../volume/open-inside.ts";

export interface ByteSource {
  /** Fewer bytes than asked for only at the end. */
  readonly read: (at: number, length: number) => Promise<Buffer>;
  readonly chunks: (at: number, length: number) => AsyncIterable<Buffer>;
}

/** Headers of small members lie close together: one read brings many of them. */
const WINDOW_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;

/** Of a file; the caller closes it. Not for two readers at a time. */
export class FileBytes implements ByteSource {
  readonly #handle: FileHandle;
  readonly #signal: AbortSignal;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  constructor(handle: FileHandle, signal: AbortSignal) {
    this.#handle = handle;
    this.#signal = signal;
  }

  async read(at: number, length: number): Promise<Buffer> {
    const from = at - this.#windowAt;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    if (length >= WINDOW_BYTES) return this.#readFresh(at, length);
    this.#window = await this.#readFresh(at, WINDOW_BYTES);
    this.#windowAt = at;
    return this.#window.subarray(0, length);
  }

  async *chunks(at: number, length: number): AsyncGenerator<Buffer> {
    for (let done = 0; done < length; ) {
      const chunk = await this.#readFresh(at + done, Math.min(CHUNK_BYTES, length - done));
      if (chunk.length === 0) return;
      done += chunk.length;
      yield chunk;
    }
  }

  async #readFresh(at: number, length: number): Promise<Buffer> {
    this.#signal.throwIfAborted();
    const buffer = Buffer.allocUnsafeSlow(length);
    for (let done = 0; ; ) {
      const { bytesRead } = await this.#handle.read(buffer, done, length - done, at + done).catch((error: unknown) => {
        throw judgeSystemError(error);
      });
      done += bytesRead;
      if (bytesRead === 0 || done === length) return buffer.subarray(0, done);
    }
  }
}
