/** The text of a file, decoded piece by piece: whether all of it is text, and its beginning. */
import { createReadStream } from "node:fs";
import { PermanentError } from "../../errors.ts";
import { MAX_TEXT_CHARACTERS } from "./inspection.ts";
import { tellEncoding } from "./text-encoding.ts";

export interface ReadText {
  /** Up to `mostCharacters`. */
  readonly text: string;
  readonly isWhole: boolean;
}

const CHUNK_BYTES = 256 * 1024;

/** Throws PermanentError Corrupt where bytes are no characters of the encoding. */
export async function readText(path: string, signal: AbortSignal, mostCharacters = MAX_TEXT_CHARACTERS): Promise<ReadText> {
  const pieces: string[] = [];
  let [characters, bytes] = [0, 0];
  let decoder: TextDecoder | undefined;
  for await (const chunk of createReadStream(path, { signal, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const encoding = tellEncoding(chunk);
    decoder ??= new TextDecoder(encoding.label, { fatal: true });
    const piece = decode(decoder, chunk, { from: bytes, label: decoder.encoding });
    bytes += chunk.length;
    if (characters < mostCharacters) pieces.push(piece.slice(0, mostCharacters - characters));
    characters += piece.length;
  }
  const last = decode(decoder ?? new TextDecoder(), undefined, { from: bytes, label: decoder?.encoding ?? "utf-8" });
  return { text: pieces.join("") + last, isWhole: characters <= mostCharacters };
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, { from, label }: { readonly from: number; readonly label: string }): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw new PermanentError("Corrupt", `the text is no ${label.toUpperCase()}, from byte ${from} on or soon behind it`, { cause: error });
  }
}
