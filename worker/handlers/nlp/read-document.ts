/** A document's text: decoded to its end, as much of it kept as is analysed. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { PermanentError } from "../../errors.ts";
import { detectMediaType, UNKNOWN_TYPE } from "../validation/detect-media-type.ts";
import { tellEncoding } from "../validation/text-encoding.ts";
import { ChunkDecoder } from "./chunk-decoder.ts";

export interface DocumentText {
  /** Without the mark of its encoding; at most `maxCharacters`. */
  readonly text: string;
  readonly encoding: string;
  /** Of the whole text, as Unicode counts them. */
  readonly characters: number;
  readonly isCut: boolean;
}

export interface Reading {
  readonly maxCharacters: number;
  readonly signal: AbortSignal;
}

const CHUNK_BYTES = 256 * 1024;
/** What these are is text as well. */
const TEXT_TYPES = /^(?:text\/.*|application\/(?:json|x-ndjson|xml)|image\/svg\+xml)$/;

/** Throws PermanentError UnsupportedType for what is no text, Corrupt for what cannot be decoded. */
export async function readDocument(path: string, reading: Reading): Promise<DocumentText> {
  const type = await detectMediaType(path, reading.signal);
  const isText = TEXT_TYPES.test(type) || (type === UNKNOWN_TYPE && (await startsBlank(path)));
  if (!isText) throw new PermanentError("UnsupportedType", `nlp reads text, and this is ${type}; put a stage before it that makes text, such as ocr`);
  return decodeFile(path, reading);
}

const HEAD_BYTES = 4096;

/** Blank pages are text, though nothing in them says so. */
async function startsBlank(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return new TextDecoder(tellEncoding(head).label).decode(head).trim() === "";
  } finally {
    await file.close();
  }
}

async function decodeFile(path: string, { maxCharacters, signal }: Reading): Promise<DocumentText> {
  const kept = new KeptText(maxCharacters);
  let decoder: ChunkDecoder | undefined;
  for await (const chunk of createReadStream(path, { signal, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    decoder ??= new ChunkDecoder(tellEncoding(chunk));
    kept.add(decoder.decode(chunk));
  }
  kept.add(decoder?.end() ?? "");
  return { text: kept.text(), encoding: decoder?.encoding ?? "utf-8", characters: kept.characters, isCut: kept.characters > maxCharacters };
}

/** The beginning of a text, and how long all of it is. */
class KeptText {
  readonly #most: number;
  readonly #pieces: string[] = [];
  characters = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(piece: string): void {
    const before = this.characters;
    this.characters += countCharacters(piece);
    if (this.characters <= this.#most) this.#pieces.push(piece);
    else if (before < this.#most) this.#pieces.push(firstCharacters(piece, this.#most - before));
  }

  text(): string {
    return this.#pieces.join("");
  }
}

/** Pairs of surrogates are one. A decoder leaves no half of one. */
export function countCharacters(text: string): number {
  let pairs = 0;
  for (let place = 0; place < text.length; place += 1) if (isHighSurrogate(text.charCodeAt(place))) pairs += 1;
  return text.length - pairs;
}

function firstCharacters(text: string, most: number): string {
  let end = 0;
  for (let left = most; left > 0 && end < text.length; left -= 1) end += isHighSurrogate(text.charCodeAt(end)) ? 2 : 1;
  return text.slice(0, end);
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
