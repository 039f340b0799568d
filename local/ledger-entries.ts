/** Turns the lines of a ledger file into records in stream order; what is no record of ours is counted and stops nothing. */
import { type LedgerHead, parseLedgerHead } from "./ledger-line.ts";
import type { FileLine } from "./read-lines.ts";

export type LedgerEntry =
  | { readonly kind: "record"; readonly head: LedgerHead; readonly line: Buffer }
  | { readonly kind: "garbage"; readonly sequence: number; readonly timeMs: number };

/**
 * State: the last record so far, and garbage lines seen since. Garbage takes sequences that the next record leaves free, so
 * that sequences rise for every reader, in every reading of the same file, however the garbage came in.
 */
export class LedgerEntries {
  lastSequence: number;
  lastTimeMs: number;
  lastControlSequence = 0;
  records = 0;
  garbageLines = 0;
  #waitingGarbage = 0;

  /** `after`: the record behind which reading starts. */
  constructor(after?: { readonly sequence: number; readonly timeMs: number }) {
    this.lastSequence = after?.sequence ?? 0;
    this.lastTimeMs = after?.timeMs ?? 0;
  }

  /** Entries that are complete with this line: none, or a record and the garbage before it. */
  *take(line: FileLine): Generator<LedgerEntry> {
    const head = line.bytes === undefined ? undefined : parseLedgerHead(line.bytes);
    if (line.bytes === undefined || head === undefined || head.sequence <= this.lastSequence) {
      this.garbageLines++;
      this.#waitingGarbage++;
      return;
    }
    yield* this.#garbageBefore(head.sequence);
    this.#advance(head);
    yield { kind: "record", head, line: line.bytes };
  }

  /** Garbage at the end of the file. */
  *end(): Generator<LedgerEntry> {
    yield* this.#garbageBefore(Number.POSITIVE_INFINITY);
  }

  *#garbageBefore(sequence: number): Generator<LedgerEntry> {
    const free = Math.min(this.#waitingGarbage, sequence - this.lastSequence - 1);
    this.#waitingGarbage = 0;
    for (let taken = 0; taken < free; taken++) {
      this.lastSequence++;
      yield { kind: "garbage", sequence: this.lastSequence, timeMs: this.lastTimeMs };
    }
  }

  #advance(head: LedgerHead): void {
    this.lastSequence = head.sequence;
    this.lastTimeMs = Math.max(this.lastTimeMs, head.timeMs);
    this.records++;
    if (head.subject === "control") this.lastControlSequence = head.sequence;
  }
}
