/** Decodes a file chunk by chunk, and says where it is broken. */
import { PermanentError } from "../../errors.ts";
import type { TextEncoding } from "../validation/text-encoding.ts";
import { countUnfinishedBytes, findInvalidUtf8 } from "./find-invalid-utf8.ts";

/** State: how far the file has been decoded, and what of a character is still missing. */
export class ChunkDecoder {
  readonly #decoder: TextDecoder;
  #unfinished: Uint8Array = new Uint8Array();
  #decodedBytes = 0;

  constructor(encoding: TextEncoding) {
    this.#decoder = new TextDecoder(encoding.label, { fatal: true });
  }

  get encoding(): string {
    return this.#decoder.encoding;
  }

  /** Throws PermanentError Corrupt. */
  decode(chunk: Uint8Array): string {
    const bytes = Buffer.concat([this.#unfinished, chunk]);
    const unfinished = this.encoding === "utf-8" ? countUnfinishedBytes(bytes) : 0;
    this.#unfinished = bytes.subarray(bytes.length - unfinished);
    return this.#decodeWhole(bytes.subarray(0, bytes.length - unfinished), false);
  }

  /** Throws PermanentError Corrupt where a character has no end. */
  end(): string {
    return this.#decodeWhole(this.#unfinished, true);
  }

  #decodeWhole(bytes: Uint8Array, isEnd: boolean): string {
    const from = this.#decodedBytes;
    this.#decodedBytes += bytes.length;
    try {
      return this.#decoder.decode(bytes, { stream: !isEnd });
    } catch (error) {
      throw new PermanentError("Corrupt", this.#explain(bytes, from), { cause: error });
    }
  }

  #explain(bytes: Uint8Array, from: number): string {
    const invalid = this.encoding === "utf-8" ? findInvalidUtf8(bytes) : undefined;
    const name = this.encoding.toUpperCase();
    const remedy = "; convert it to UTF-8, or mark it as UTF-16";
    if (invalid !== undefined) return `the text is no ${name} at byte ${from + invalid}${remedy}`;
    return `the text is no ${name}, from byte ${from} on or soon behind it${remedy}`;
  }
}
