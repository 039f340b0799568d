/**
 * What of one job could be published, and what is in the work stream: derived from the fold and kept in step with it, so
 * that a plan costs what it admits, whatever lies behind.
 */
import type { ItemDocument } from "../../contract/wire/item.ts";
import { type ItemKey, parseItemKey } from "../../contract/wire/subjects.ts";
import { DocumentState, isWaiting } from "../ledger/document-state.ts";
import { Met } from "../ledger/document-table.ts";
import type { Documents, FoldObserver, FoldState } from "../ledger/fold-state.ts";
import { type RetrySettings, dueAtMs } from "../retry.ts";
import type { Candidate } from "./candidate.ts";
import { DueHeap } from "./due-heap.ts";
import { InFlight, type InFlightItem } from "./in-flight.ts";
import { IndexSet } from "./index-set.ts";
import { OpenIndexes } from "./open-indexes.ts";
import { type PartKey, RunnableParts } from "./runnable-parts.ts";

/** After this many `unavailable` in a row a stage is probed with one item until one ends otherwise. */
export const PROBE_AFTER = 8;

/** Once documents are known. `blocks`: may have first tries to admit; `due`: later tries that may start; `waiting`: those that may not yet. */
interface Stage {
  readonly blocks: IndexSet;
  readonly due: IndexSet;
  readonly waiting: DueHeap;
}

interface Indexes {
  readonly documents: Documents;
  readonly stages: readonly Stage[];
  readonly parts: RunnableParts;
}

/**
 * State to guard: an open document is in exactly one of: a block's bit, `due`, `waiting`, an item in flight. A block's bit
 * may be left over (forming the item then finds nothing and clears it); the others are exact.
 */
export class JobAdmission implements FoldObserver {
  readonly inFlight = new InFlight();
  readonly #state: FoldState;
  #retry: RetrySettings;
  #indexes: Indexes | undefined;
  #nowMs = 0;

  constructor(state: FoldState, retry: RetrySettings) {
    this.#state = state;
    this.#retry = retry;
    this.reset();
  }

  get state(): FoldState {
    return this.#state;
  }

  /** Waits depend on the settings: they are worked out anew. */
  setRetry(retry: RetrySettings): void {
    this.#retry = retry;
    this.reset();
  }

  tryEnded = (index: number, stage: number, tryNumber: number): void => {
    const indexes = this.#indexes;
    if (indexes === undefined) return;
    if (tryNumber === 1) return this.#firstTryEnded(indexes, index, stage);
    indexes.stages[stage]?.due.delete(index);
    const single = this.inFlight.single(stage, index);
    if (single?.key.kind === "single" && single.key.try === tryNumber) this.inFlight.delete(single);
    this.#place(indexes, index);
  };

  partEnded = (index: number, row: number, partTry: number): void => {
    const indexes = this.#indexes;
    if (indexes === undefined) return;
    this.#deletePartItems(index, (key) => key.partTry === partTry && indexes.parts.rowOf(key) === row);
    indexes.parts.released(index, row, this.#nowMs);
  };

  splitChanged = (index: number): void => {
    const split = this.#indexes?.documents.splits.get(index);
    this.#deletePartItems(index, (key) => key.try !== split?.documentTry);
    this.#indexes?.parts.splitChanged(index, this.#nowMs);
  };

  /** Builds the indexes anew; items in flight stay, less the tries that are over. */
  reset = (): void => {
    const { documents, seal } = this.#state;
    if (documents === undefined || seal !== undefined) {
      this.#indexes = undefined;
      return;
    }
    const blocks = Math.ceil(documents.total / documents.blockSize);
    const epochMs = documents.table.epochMs;
    const createStage = (): Stage => ({ blocks: new IndexSet(blocks), due: new IndexSet(documents.total), waiting: new DueHeap(epochMs) });
    const stages = Array.from({ length: documents.stages }, createStage);
    this.#indexes = { documents, stages, parts: new RunnableParts(documents, this.#retry) };
    this.#dropOverItems(this.#indexes);
    for (let index = 0; index < documents.total; index += 1) this.#place(this.#indexes, index);
  };

  /** What has become due by now may be admitted. Call before `candidates`. */
  advance(nowMs: number): void {
    this.#nowMs = nowMs;
    const indexes = this.#indexes;
    if (indexes === undefined) return;
    for (const stage of indexes.stages) {
      for (let index = stage.waiting.popDue(nowMs); index >= 0; index = stage.waiting.popDue(nowMs)) this.#place(indexes, index);
    }
    indexes.parts.advance(nowMs);
  }

  /** When the next waiting try is due. */
  nextDueMs(): number | undefined {
    if (this.#indexes === undefined) return undefined;
    const due = [...this.#indexes.stages.map((stage) => stage.waiting.nextDueMs()), this.#indexes.parts.nextDueMs()];
    const next = Math.min(Infinity, ...due.map((each) => each ?? Infinity));
    return next === Infinity ? undefined : next;
  }

  /** What could be published to the pool that serves these stages, best first: later stages, and in each joins, parts, later tries, blocks. */
  *candidates(stages: readonly number[]): Generator<Candidate> {
    const indexes = this.#indexes;
    if (indexes === undefined) return;
    for (const stage of stages.toSorted((a, b) => b - a)) yield* this.#probing(indexes, stage) ? this.#probe(indexes, stage) : this.#ofStage(indexes, stage);
  }

  /** The item is in the stream. */
  admitted(candidate: Candidate, published: { sequence: number; atMs: number }): void {
    const { key } = candidate;
    const open = new OpenIndexes(candidate.documents.map((document) => document.index));
    this.#add({ key, open, documents: open.size, sequence: published.sequence, publishedAtMs: published.atMs });
  }

  /** An item that is in the stream though this leader did not publish it. Its body is not read: all that it could hold counts as there. */
  adopt(text: string, published: { sequence: number; atMs: number }): void {
    const key = parseItemKey(text);
    if (key === undefined || this.inFlight.get(text) !== undefined) return;
    const open = this.#openOf(key);
    if (open.size > 0) this.#add({ key, open, documents: open.size, sequence: published.sequence, publishedAtMs: published.atMs });
  }

  /** The item is not in the stream any more though its tries have not ended: withdrawn, or proven missing. */
  removed(text: string): void {
    const item = this.inFlight.get(text);
    if (item === undefined) return;
    this.inFlight.delete(item);
    if (this.#indexes === undefined) return;
    if (item.key.kind === "part") return this.#indexes.parts.itemGone(item.key, this.#nowMs);
    if (item.key.kind === "block") this.#placeBlock(this.#indexes, item.key.block);
    for (const index of item.open) this.#place(this.#indexes, index);
  }

  #add(item: Omit<InFlightItem, "text">): void {
    const { key } = item;
    this.inFlight.add(item);
    const stage = "stage" in key ? this.#indexes?.stages[key.stage] : undefined;
    if (key.kind === "single") stage?.due.delete(key.index);
    if (key.kind === "block") this.#hideBlock(key.stage, key.block);
    if (key.kind === "part") this.#indexes?.parts.itemAdmitted(key);
  }

  /** While a block's item is in the stream, its first tries of this stage and the next wait. */
  #hideBlock(stage: number, block: number): void {
    this.#indexes?.stages[stage]?.blocks.delete(block);
    this.#indexes?.stages[stage + 1]?.blocks.delete(block);
  }

  #openOf(key: ItemKey): OpenIndexes {
    const indexes = this.#indexes;
    if (indexes === undefined || !("stage" in key)) return new OpenIndexes([]);
    const { table } = indexes.documents;
    if (key.kind === "block") return new OpenIndexes(this.#readyIn(indexes, key.stage, key.block).map((document) => document.index));
    if (key.kind === "part") return new OpenIndexes(indexes.parts.isCurrent(key) ? [key.index] : []);
    const current = table.stage(key.index) === key.stage && table.try(key.index) === key.try;
    return new OpenIndexes(current && isWaiting(table.state(key.index)) ? [key.index] : []);
  }

  /** A first try is never due, nor alone. A document that goes on to the next stage waits there for the rest of its block. */
  #firstTryEnded(indexes: Indexes, index: number, stage: number): void {
    const { table, blockSize } = indexes.documents;
    const block = Math.floor(index / blockSize);
    const item = this.inFlight.block(stage, block);
    if (item === undefined || table.state(index) !== DocumentState.Ready) this.#place(indexes, index);
    if (item === undefined || !this.inFlight.close(item, index)) return;
    this.inFlight.delete(item);
    this.#placeBlock(indexes, block);
  }

  #placeBlock(indexes: Indexes, block: number): void {
    const { table, blockSize, total } = indexes.documents;
    const end = Math.min(total, (block + 1) * blockSize);
    let placedStage = -1;
    for (let index = block * blockSize; index < end; index += 1) {
      const stage = table.stage(index);
      if (stage === placedStage || table.state(index) !== DocumentState.Ready) continue;
      this.#placeReady(indexes, stage, block);
      placedStage = stage;
    }
  }

  #place(indexes: Indexes, index: number): void {
    const { table, blockSize } = indexes.documents;
    const state = table.state(index);
    const stage = table.stage(index);
    if (state === DocumentState.Ready) return this.#placeReady(indexes, stage, Math.floor(index / blockSize));
    if (!isWaiting(state)) return;
    const single = this.inFlight.single(stage, index);
    if (single?.key.kind === "single" && single.key.try === table.try(index)) return;
    const due = dueAtMs(table, index, this.#retry);
    if (state === DocumentState.Again || due <= this.#nowMs) indexes.stages[stage]?.due.add(index);
    else indexes.stages[stage]?.waiting.push(due, index);
  }

  #placeReady(indexes: Indexes, stage: number, block: number): void {
    if (this.inFlight.block(stage, block) !== undefined) return;
    if (stage > 0 && this.inFlight.block(stage - 1, block) !== undefined) return;
    indexes.stages[stage]?.blocks.add(block);
  }

  #deletePartItems(index: number, matches: (key: PartKey) => boolean): void {
    for (const item of this.inFlight.partsOf(index)) {
      if (item.key.kind === "part" && matches(item.key)) this.inFlight.delete(item);
    }
  }

  #dropOverItems(indexes: Indexes): void {
    for (const item of this.inFlight.items()) {
      const open = this.#openOf(item.key);
      for (const index of item.open) if (!open.has(index)) this.inFlight.close(item, index);
      if (item.open.size === 0) this.inFlight.delete(item);
      // The part queues are new: they are told what is in flight.
      else if (item.key.kind === "part") indexes.parts.itemAdmitted(item.key);
    }
  }

  #probing({ documents }: Indexes, stage: number): boolean {
    return (documents.unavailable[stage] ?? 0) >= PROBE_AFTER;
  }

  *#probe(indexes: Indexes, stage: number): Generator<Candidate> {
    const { firstTries, laterTries, parts } = this.inFlight.documentsAt(stage);
    if (firstTries + laterTries + parts > 0) return;
    for (const candidate of this.#ofStage(indexes, stage)) return void (yield candidate);
  }

  *#ofStage(indexes: Indexes, stage: number): Generator<Candidate> {
    yield* indexes.parts.candidates(stage);
    yield* this.#singles(indexes, stage);
    yield* this.#blocks(indexes, stage);
  }

  *#singles({ documents: { table }, stages }: Indexes, stage: number): Generator<Candidate> {
    const due = stages[stage]?.due;
    if (due === undefined) return;
    for (let index = due.next(0); index >= 0; index = due.next(index + 1)) {
      const tryNumber = table.try(index);
      const key = { kind: "single", stage, index, try: tryNumber } as const;
      yield { key, documents: [this.#document(index)], suspect: table.hasMet(index, Met.Lost) };
    }
  }

  *#blocks(indexes: Indexes, stage: number): Generator<Candidate> {
    const blocks = indexes.stages[stage]?.blocks;
    if (blocks === undefined) return;
    for (let block = blocks.next(0); block >= 0; block = blocks.next(block + 1)) {
      const documents = this.#readyIn(indexes, stage, block);
      if (documents.length === 0) blocks.delete(block);
      else yield { key: { kind: "block", stage, block }, documents, suspect: false };
    }
  }

  #readyIn({ documents }: Indexes, stage: number, block: number): ItemDocument[] {
    const { table, blockSize, total } = documents;
    const end = Math.min(total, (block + 1) * blockSize);
    const ready: ItemDocument[] = [];
    for (let index = block * blockSize; index < end; index += 1) {
      if (table.stage(index) === stage && table.state(index) === DocumentState.Ready) ready.push(this.#document(index));
    }
    return ready;
  }

  #document(index: number): ItemDocument {
    const { documents } = this.#state;
    const tryNumber = documents?.table.try(index) ?? 1;
    const attempt = (documents?.table.attempts(index) ?? 0) + 1;
    return { index, try: tryNumber, attempt, last: attempt >= this.#retry.maxAttempts };
  }
}
