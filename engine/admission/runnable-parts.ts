/** Which parts and joins of split documents could be published now. */
import type { Part } from "../../contract/wire/outcome.ts";
import type { ItemKey } from "../../contract/wire/subjects.ts";
import { DocumentState, isWaiting } from "../ledger/document-state.ts";
import { Met } from "../ledger/document-table.ts";
import type { Documents } from "../ledger/fold-state.ts";
import { currentPartRow } from "../ledger/move.ts";
import { type SplitState, partOf, rowOf } from "../ledger/split-state.ts";
import { type RetrySettings, dueAtMs } from "../retry.ts";
import type { Candidate } from "./candidate.ts";
import { DueHeap } from "./due-heap.ts";
import { IndexSet } from "./index-set.ts";

/** Names the item of a part or a join. */
export type PartKey = Extract<ItemKey, { kind: "part" }>;

interface SplitQueue {
  readonly split: SplitState;
  readonly due: IndexSet;
  readonly waiting: DueHeap;
  readonly inFlight: Set<number>;
}

/** State to guard: one queue for each split in the fold; a row is in `due`, in `waiting`, in flight, ended, or a join whose time has not come. */
export class RunnableParts {
  readonly #documents: Documents;
  readonly #retry: RetrySettings;
  readonly #queues = new Map<number, SplitQueue>();

  constructor(documents: Documents, retry: RetrySettings) {
    this.#documents = documents;
    this.#retry = retry;
    for (const index of documents.splits.keys()) this.splitChanged(index, 0);
  }

  splitChanged(index: number, nowMs: number): void {
    const split = this.#documents.splits.get(index);
    if (split === undefined) {
      this.#queues.delete(index);
      return;
    }
    if (this.#queues.get(index)?.split === split) return;
    const rows = split.facts.parts + 1;
    const queue = { split, due: new IndexSet(rows), waiting: new DueHeap(split.rows.epochMs), inFlight: new Set<number>() };
    this.#queues.set(index, queue);
    for (let row = 0; row < rows; row += 1) this.#place(index, row, nowMs);
  }

  /** A row's try ended, or its item is gone. */
  released(index: number, row: number, nowMs: number): void {
    const queue = this.#queues.get(index);
    if (queue === undefined) return;
    queue.inFlight.delete(row);
    queue.due.delete(row);
    this.#place(index, row, nowMs);
    const { split } = queue;
    if (split.succeeded === split.facts.parts && row !== split.facts.parts) this.#place(index, split.facts.parts, nowMs);
  }

  /** An item is in the stream now. */
  itemAdmitted(key: PartKey): void {
    const queue = this.#queues.get(key.index);
    const row = this.rowOf(key);
    if (queue === undefined || row === undefined) return;
    queue.due.delete(row);
    queue.inFlight.add(row);
  }

  /** It is not any more, though its try has not ended. */
  itemGone(key: PartKey, nowMs: number): void {
    const row = this.rowOf(key);
    if (row !== undefined) this.released(key.index, row, nowMs);
  }

  /** Which row an item is about; undefined for one of a split that is over, or another. */
  rowOf(key: PartKey): number | undefined {
    const split = this.#documents.splits.get(key.index);
    return split === undefined ? undefined : rowOf(split, key.part);
  }

  /** Whether an item is about the try in hand: one that is over may still lie in the stream, not yet acked. */
  isCurrent(key: PartKey): boolean {
    const split = this.#documents.splits.get(key.index);
    return this.#documents.table.stage(key.index) === key.stage && currentPartRow(split, key) !== undefined;
  }

  advance(nowMs: number): void {
    for (const [index, queue] of this.#queues) {
      for (let row = queue.waiting.popDue(nowMs); row >= 0; row = queue.waiting.popDue(nowMs)) this.#place(index, row, nowMs);
    }
  }

  nextDueMs(): number | undefined {
    const due = [...this.#queues.values()].map((queue) => queue.waiting.nextDueMs() ?? Infinity);
    const next = Math.min(Infinity, ...due);
    return next === Infinity ? undefined : next;
  }

  /** Joins and parts of documents at `stage`, joins first. */
  *candidates(stage: number): Generator<Candidate> {
    const here = [...this.#queues].filter(([index]) => this.#documents.table.stage(index) === stage);
    for (const [index, queue] of here) {
      if (queue.due.has(queue.split.facts.parts)) yield this.#candidate(index, queue.split, queue.split.facts.parts);
    }
    for (const [index, queue] of here) {
      for (let row = queue.due.next(0); row >= 0 && row < queue.split.facts.parts; row = queue.due.next(row + 1)) yield this.#candidate(index, queue.split, row);
    }
  }

  #place(index: number, row: number, nowMs: number): void {
    const queue = this.#queues.get(index);
    if (queue === undefined || queue.inFlight.has(row)) return;
    const { split } = queue;
    const state = split.rows.state(row);
    const joinTooEarly = row === split.facts.parts && split.succeeded < split.facts.parts;
    if (joinTooEarly || (state !== DocumentState.Ready && !isWaiting(state))) return;
    const due = dueAtMs(split.rows, row, this.#retry, index);
    if (state === DocumentState.Ready || due <= nowMs) queue.due.add(row);
    else queue.waiting.push(due, row);
  }

  #candidate(index: number, split: SplitState, row: number): Candidate {
    const part: Part = partOf(split, row);
    const partTry = split.rows.try(row);
    const key = { kind: "part", stage: this.#documents.table.stage(index), index, try: split.documentTry, part, partTry } as const;
    const attempt = split.rows.attempts(row) + 1;
    const document = { index, try: split.documentTry, attempt, last: attempt >= this.#retry.maxAttempts, part, partTry };
    return { key, documents: [document], suspect: split.rows.hasMet(row, Met.Lost), split: split.facts };
  }
}
