/**
 * All documents of a job in eleven bytes each: columns over one buffer, so that half a million of them cost 5.5 MB and a
 * snapshot is a copy.
 */
import type { DocumentState } from "./document-state.ts";
import { DocumentState as States } from "./document-state.ts";

/** Bytes that a document costs here. */
export const BYTES_PER_DOCUMENT = 11;

/** What a document has met at its current stage. Forgotten at the next stage and in a new round. */
export const Met = { Lost: 8, Timeout: 16, PageTimeout: 32, OutOfMemory: 64 } as const;
const RETURNS_MASK = 7;

const STATE_BITS = 4;
const STATE_MASK = 15;
const MILLIS_HIGH = 4_294_967_296;
/** The highest try that fits its column. */
export const MAX_TRY = 65_535;

/** State to guard: the columns. Everything about a document is read and written through here, and only by the fold. */
export class DocumentTable {
  readonly total: number;
  /** Times are kept as milliseconds since this one. */
  readonly epochMs: number;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #timesLow: Uint32Array;
  readonly #tries: Uint16Array;
  readonly #timesHigh: Uint8Array;
  readonly #places: Uint8Array;
  readonly #attempts: Uint8Array;
  readonly #met: Uint8Array;
  readonly #reasons: Uint8Array;

  constructor(options: { total: number; epochMs: number; bytes?: Uint8Array }) {
    const { total, epochMs, bytes } = options;
    this.total = total;
    this.epochMs = epochMs;
    this.#bytes = new Uint8Array(Math.max(1, total) * BYTES_PER_DOCUMENT);
    const { buffer } = this.#bytes;
    this.#timesLow = new Uint32Array(buffer, 0, total);
    this.#tries = new Uint16Array(buffer, total * 4, total);
    this.#timesHigh = new Uint8Array(buffer, total * 6, total);
    this.#places = new Uint8Array(buffer, total * 7, total);
    this.#attempts = new Uint8Array(buffer, total * 8, total);
    this.#met = new Uint8Array(buffer, total * 9, total);
    this.#reasons = new Uint8Array(buffer, total * 10, total);
    if (bytes === undefined) this.#tries.fill(1);
    else this.#bytes.set(bytes);
  }

  /** The columns as one block, for a snapshot; valid until the next write. */
  toBytes(): Uint8Array {
    return this.#bytes;
  }

  stage(index: number): number {
    return (this.#places[index] ?? 0) >> STATE_BITS;
  }

  state(index: number): DocumentState {
    return ((this.#places[index] ?? 0) & STATE_MASK) as DocumentState;
  }

  try(index: number): number {
    return this.#tries[index] ?? 1;
  }

  /** Attempts spent at this stage in this round, up to 255. */
  attempts(index: number): number {
    return this.#attempts[index] ?? 0;
  }

  /** How often it was given back or lost at this stage, up to 7: what its backoff doubles with. */
  returns(index: number): number {
    return (this.#met[index] ?? 0) & RETURNS_MASK;
  }

  hasMet(index: number, what: number): boolean {
    return ((this.#met[index] ?? 0) & what) !== 0;
  }

  reasonCode(index: number): number {
    return this.#reasons[index] ?? 0;
  }

  /** When it ended, or from when its wait counts. */
  timeMs(index: number): number {
    return this.epochMs + (this.#timesHigh[index] ?? 0) * MILLIS_HIGH + (this.#timesLow[index] ?? 0);
  }

  setPlace(index: number, stage: number, state: DocumentState): void {
    this.#places[index] = (stage << STATE_BITS) | state;
  }

  setTry(index: number, value: number): void {
    this.#tries[index] = value;
  }

  countAttempt(index: number): void {
    this.#attempts[index] = Math.min(255, this.attempts(index) + 1);
  }

  countReturn(index: number): void {
    this.#met[index] = ((this.#met[index] ?? 0) & ~RETURNS_MASK) | Math.min(RETURNS_MASK, this.returns(index) + 1);
  }

  remember(index: number, what: number): void {
    this.#met[index] = (this.#met[index] ?? 0) | what;
  }

  setReason(index: number, code: number): void {
    this.#reasons[index] = code;
  }

  setTimeMs(index: number, timeMs: number): void {
    const since = Math.max(0, timeMs - this.epochMs);
    this.#timesHigh[index] = Math.floor(since / MILLIS_HIGH);
    this.#timesLow[index] = since % MILLIS_HIGH;
  }

  /** Forgets attempts and what was met: a new stage, or a new round. */
  startAnew(index: number): void {
    this.#attempts[index] = 0;
    this.#met[index] = 0;
  }

  /** To the next stage, with a first try. */
  advance(index: number): void {
    this.setPlace(index, this.stage(index) + 1, States.Ready);
    this.#tries[index] = 1;
    this.startAnew(index);
  }
}
