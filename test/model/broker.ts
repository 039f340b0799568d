/** The broker of a world: a ledger of text with fencing, and a work stream of one message a subject. */
import { decodeLedgerBody, encodeControl, encodeOutcomes } from "../../contract/wire/codec.ts";
import type { ControlRecord } from "../../contract/wire/control.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import type { Outcome } from "../../contract/wire/outcome.ts";

export interface StoredRecord {
  readonly sequence: number;
  readonly timeMs: number;
  readonly text: string;
  readonly control: boolean;
}

export interface StoredItem {
  readonly subject: string;
  readonly sequence: number;
  readonly text: string;
  readonly atMs: number;
  deliveries: number;
}

export class Broker {
  readonly records: StoredRecord[] = [];
  readonly work = new Map<string, StoredItem>();
  nowMs = 1_000_000;
  deliveredSequence = 0;
  #sequence = 0;
  #workSequence = 0;
  #lastControl = 0;
  #lastTerm = 0;
  /** Appends of a leader that was over, refused. */
  fenced = 0;

  appendOutcomes(outcomes: readonly Outcome[], from: { worker: string; boot: string }): void {
    this.#store(encodeOutcomes({ ...from, outcomes }), false);
  }

  /** Raw bytes on the outcomes subject: what a broken writer leaves. */
  appendGarbage(text: string): void {
    this.#store(text, false);
  }

  /** False when the expected last control record is another. */
  appendControl(record: ControlRecord, options: { term: number; expected: number }): boolean {
    if (options.expected !== this.#lastControl) {
      if (options.term < this.#lastTerm) this.fenced += 1;
      return false;
    }
    this.#lastTerm = options.term;
    this.#store(encodeControl({ term: options.term, record }), true);
    this.#lastControl = this.#sequence;
    return true;
  }

  get lastControl(): number {
    return this.#lastControl;
  }

  get lastSequence(): number {
    return this.#sequence;
  }

  /** Undefined when the subject is taken. */
  publish(subject: string, text: string): StoredItem | undefined {
    if (this.work.has(subject)) return undefined;
    this.#workSequence += 1;
    const item = { subject, sequence: this.#workSequence, text, atMs: this.nowMs, deliveries: 0 };
    this.work.set(subject, item);
    return item;
  }

  deliver(item: StoredItem): void {
    item.deliveries += 1;
    this.deliveredSequence = Math.max(this.deliveredSequence, item.sequence);
  }

  ack(sequence: number): void {
    for (const item of this.work.values()) if (item.sequence === sequence) this.work.delete(item.subject);
  }

  #store(text: string, control: boolean): void {
    this.#sequence += 1;
    this.records.push({ sequence: this.#sequence, timeMs: this.nowMs, text, control });
  }
}

export function decodeRecord(stored: StoredRecord): LedgerRecord {
  return { sequence: stored.sequence, timeMs: stored.timeMs, body: decodeLedgerBody(stored.text) };
}
