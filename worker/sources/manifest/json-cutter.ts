/**
 * Cuts the elements out of one JSON array, without holding more than one of them. It looks at strings and depth only: that
 * an element is JSON is for JSON.parse to say, so what is no JSON array ends in a problem here or there.
 *
 * States: before an element or `]` → in an element → (`,` before the next element | `]` behind the array). What comes
 * behind the array is kept, for the caller to judge.
 */
import { MAX_ELEMENT_BYTES } from "./manifest-element.ts";
import { ManifestProblem } from "./manifest-problem.ts";
import type { JsonBytes } from "./parse-json-element.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING_BRACKET = 0x5d;
const CLOSING = new Set([CLOSING_BRACKET, 0x7d]);
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);

export interface JsonCutterOptions {
  /** Of the byte that comes next, from 1. */
  readonly line: number;
  readonly column: number;
  readonly maxBytes?: number;
}

export class JsonCutter {
  readonly #maxBytes: number;
  /** Of the element in hand; undefined before it begins. */
  #begin: { readonly line: number; readonly column: number } | undefined;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #hasElements = false;
  #isOver = false;
  #line: number;
  /** Offset in the current chunk, perhaps negative, at which column 1 of the current line is. */
  #lineStart: number;

  constructor({ line, column, maxBytes }: JsonCutterOptions) {
    this.#maxBytes = maxBytes ?? MAX_ELEMENT_BYTES;
    this.#line = line;
    this.#lineStart = 1 - column;
  }

  /** The array begins behind its `[`. Throws ManifestProblem. */
  push(chunk: Buffer): JsonBytes[] {
    const elements: JsonBytes[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length && !this.#isOver; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === LINE_FEED) this.#startLine(at + 1);
      if (this.#inString) this.#stepInString(byte);
      else if (this.#begin === undefined && BLANK.has(byte)) start = at + 1;
      else if (this.#depth === 0 && (byte === COMMA || byte === CLOSING_BRACKET)) {
        this.#hold(chunk.subarray(start, at));
        this.#finish({ byte, at }, elements);
        start = at + 1;
      } else this.#step(byte, at);
    }
    this.#hold(chunk.subarray(start));
    this.#lineStart -= chunk.length;
    return elements;
  }

  /** What came behind the array. Throws ManifestProblem where it has not ended. */
  end(): Buffer {
    if (!this.#isOver) throw new ManifestProblem({ line: this.#line }, "the list of documents is cut short: its `]` is missing");
    return Buffer.concat(this.#held);
  }

  #startLine(offset: number): void {
    this.#line++;
    this.#lineStart = offset;
  }

  #stepInString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  #step(byte: number, at: number): void {
    this.#begin ??= { line: this.#line, column: at - this.#lineStart + 1 };
    if (byte === QUOTE) this.#inString = true;
    else if (OPENING.has(byte)) this.#depth++;
    // At depth 0 this is a stray bracket, which JSON.parse will refuse.
    else if (CLOSING.has(byte) && this.#depth > 0) this.#depth--;
  }

  #finish({ byte, at }: { byte: number; at: number }, elements: JsonBytes[]): void {
    if (this.#begin !== undefined) elements.push({ bytes: Buffer.concat(this.#held), ...this.#begin });
    else if (byte === COMMA || this.#hasElements) {
      throw new ManifestProblem({ line: this.#line, column: at - this.#lineStart + 1 }, "there is a comma without a document");
    }
    this.#hasElements = true;
    this.#isOver = byte === CLOSING_BRACKET;
    this.#begin = undefined;
    this.#held = [];
    this.#heldBytes = 0;
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#heldBytes += piece.length;
    if (this.#heldBytes > this.#maxBytes) throw this.#tooLong();
    this.#held.push(piece);
  }

  #tooLong(): ManifestProblem {
    if (this.#isOver) return new ManifestProblem({ line: this.#line }, `more than ${this.#maxBytes} bytes follow the list of documents`);
    return new ManifestProblem(this.#begin ?? { line: this.#line }, `the document is longer than ${this.#maxBytes} bytes`);
  }
}
