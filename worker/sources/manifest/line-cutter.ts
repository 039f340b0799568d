/** Cuts bytes into lines without ever holding more than one of them. */
import { MAX_ELEMENT_BYTES } from "./manifest-element.ts";
import { ManifestProblem } from "./manifest-problem.ts";

export interface Line {
  /** Without its line end. */
  readonly bytes: Buffer;
  /** From 1. */
  readonly line: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** `held` is the beginning of a line whose end has not come. */
export class LineCutter {
  readonly #maxBytes: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #line = 1;

  constructor(maxBytes: number = MAX_ELEMENT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Lines that end in the chunk. Throws ManifestProblem as soon as a line is too long. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, start)) {
      this.#hold(chunk.subarray(start, feed));
      lines.push(this.#release());
      start = feed + 1;
    }
    this.#hold(chunk.subarray(start));
    return lines;
  }

  /** The last line, where nothing ended it. */
  end(): Line[] {
    return this.#heldBytes === 0 ? [] : [this.#release()];
  }

  #hold(piece: Buffer): void {
    this.#heldBytes += piece.length;
    if (this.#heldBytes > this.#maxBytes) {
      throw new ManifestProblem({ line: this.#line }, `the line is longer than ${this.#maxBytes} bytes; a manifest of JSON lines has one document a line`);
    }
    if (piece.length > 0) this.#held.push(piece);
  }

  #release(): Line {
    const [only = EMPTY] = this.#held;
    const bytes = this.#held.length > 1 ? Buffer.concat(this.#held) : only;
    this.#held = [];
    this.#heldBytes = 0;
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    return { bytes: bytes.subarray(0, end), line: this.#line++ };
  }
}

const EMPTY = Buffer.alloc(0);
