/** A ledger in memory, for tests of what uses one: it can also do what only a broker does. */
import { decodeLedgerBody } from "../../contract/wire/codec.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import { UnavailableError } from "../../worker/errors.ts";
import type { OutcomeLedger, PubAck } from "../../worker/ports.ts";

interface Stored {
  readonly sequence: number;
  readonly timeMs: number;
  readonly isControl: boolean;
  readonly data: string;
}

export class MemoryLedger implements OutcomeLedger {
  readonly #nowMs: () => number;
  #records: Stored[] = [];
  #onRecord: ((record: LedgerRecord) => void) | undefined;
  #lastSequence = 0;
  #lastControlSequence = 0;
  #lastTimeMs = 0;
  #losesNextAck = false;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  follow(onRecord: (record: LedgerRecord) => void): void {
    this.#onRecord = onRecord;
  }

  async append(_jobUid: string, message: string): Promise<PubAck> {
    return this.#store(message, false);
  }

  async appendControl(append: { readonly message: string; readonly expectedLastControlSequence: number }): Promise<PubAck | "refused"> {
    if (append.expectedLastControlSequence !== this.#lastControlSequence) return "refused";
    return this.#store(append.message, true);
  }

  async *read({ fromSequence }: { readonly fromSequence: number }): AsyncGenerator<LedgerRecord> {
    // What is stored while somebody reads is for their follower.
    for (const stored of this.#records.filter(({ sequence }) => sequence >= fromSequence)) yield toRecord(stored);
  }

  /** The next message is stored, and its writer told that nobody knows. */
  loseNextAck(): void {
    this.#losesNextAck = true;
  }

  /** Removes the newest record; its sequence is not used again. */
  purgeTail(): void {
    this.#records.pop();
  }

  #store(data: string, isControl: boolean): PubAck {
    this.#lastTimeMs = Math.max(this.#lastTimeMs, this.#nowMs());
    const stored = { sequence: ++this.#lastSequence, timeMs: this.#lastTimeMs, isControl, data };
    if (isControl) this.#lastControlSequence = stored.sequence;
    this.#records.push(stored);
    this.#onRecord?.(toRecord(stored));
    if (!this.#losesNextAck) return { sequence: stored.sequence };
    this.#losesNextAck = false;
    throw new UnavailableError("no answer from the ledger");
  }
}

function toRecord({ sequence, timeMs, isControl, data }: Stored): LedgerRecord {
  const body = decodeLedgerBody(data);
  const isMisplaced = (body.kind === "control" && !isControl) || (body.kind === "outcomes" && isControl);
  return { sequence, timeMs, body: isMisplaced ? { kind: "garbage", problem: "on the wrong subject" } : body };
}
