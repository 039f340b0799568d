/** What is in the work stream of one job, as far as its leader knows: own publishes less what the ledger shows as ended. */
import { type ItemKey, formatItemKey, parseItemKey } from "../../contract/wire/subjects.ts";
import type { OpenIndexes } from "./open-indexes.ts";

export interface InFlightItem {
  readonly key: ItemKey;
  /** The key as it stands in the subject. */
  readonly text: string;
  /** Place in the work stream. */
  readonly sequence: number;
  readonly publishedAtMs: number;
  /** How many documents it was published with. */
  readonly documents: number;
  /** Indexes whose try has not ended. */
  readonly open: OpenIndexes;
}

/** Open tries in the stream: of blocks, of documents that go alone, and of parts. */
export interface DocumentsInFlight {
  readonly firstTries: number;
  readonly laterTries: number;
  readonly parts: number;
}

const NONE: DocumentsInFlight = { firstTries: 0, laterTries: 0, parts: 0 };

const NO_ITEMS: ReadonlySet<InFlightItem> = new Set();

/** As many as a pipeline may have: with stage and kind below it, the number of a block or document is still a small one. */
const MAX_STAGES = 16;

/** State to guard: a block or document has one item at a stage; `#parts` has no empty sets, and `#partCount` items. */
export class InFlight {
  /** Of blocks and of documents that go alone, by `placeOf`. One map for both: its table is a third of what an item costs. */
  readonly #items = new Map<number, InFlightItem>();
  /** By index of the document that was split: it has many. */
  readonly #parts = new Map<number, Set<InFlightItem>>();
  #partCount = 0;
  /** By stage. */
  readonly #documents: { firstTries: number; laterTries: number; parts: number }[] = [];

  get size(): number {
    return this.#items.size + this.#partCount;
  }

  /** The item in hand may be deleted meanwhile. */
  items(): IterableIterator<InFlightItem> {
    if (this.#partCount === 0) return this.#items.values();
    return [...this.#items.values(), ...[...this.#parts.values()].flatMap((parts) => [...parts])].values();
  }

  get(text: string): InFlightItem | undefined {
    const key = parseItemKey(text);
    if (key === undefined) return undefined;
    const place = placeOf(key);
    const found = place === undefined ? this.#part(key, text) : this.#items.get(place);
    return found?.text === text ? found : undefined;
  }

  block(stage: number, block: number): InFlightItem | undefined {
    return this.#items.get(blockPlace(stage, block));
  }

  single(stage: number, index: number): InFlightItem | undefined {
    return this.#items.get(singlePlace(stage, index));
  }

  /** Parts and joins of a document. They may be deleted while they are gone through. */
  partsOf(index: number): ReadonlySet<InFlightItem> {
    return this.#parts.get(index) ?? NO_ITEMS;
  }

  /** Documents at a stage whose try has not ended: the counts of now, not to be kept. */
  documentsAt(stage: number): DocumentsInFlight {
    return this.#documents[stage] ?? NONE;
  }

  /** In place of what is in its place. Tasks of the job itself are not kept here. */
  add({ key, sequence, publishedAtMs, documents, open }: Omit<InFlightItem, "text">): void {
    const text = formatItemKey(key);
    const place = placeOf(key);
    const before = place === undefined ? this.#part(key, text) : this.#items.get(place);
    if (before !== undefined) this.delete(before);
    // Named one by one: a spread would keep the text outside the object, in 40 bytes more.
    const item = { key, text, sequence, publishedAtMs, documents, open };
    if (place !== undefined) this.#items.set(place, item);
    else if (key.kind === "part") this.#addPart(key.index, item);
    else return;
    this.#count(item, open.size);
  }

  /** The try of a document in this item ended; true when that was the last one. */
  close(item: InFlightItem, index: number): boolean {
    if (item.open.delete(index)) this.#count(item, -1);
    return item.open.size === 0;
  }

  /** An item that is in flight. */
  delete(item: InFlightItem): void {
    const place = placeOf(item.key);
    if (place !== undefined) this.#items.delete(place);
    else if (item.key.kind === "part") this.#deletePart(item.key.index, item);
    this.#count(item, -item.open.size);
  }

  #part(key: ItemKey, text: string): InFlightItem | undefined {
    return key.kind === "part" ? this.partsOf(key.index).values().find((item) => item.text === text) : undefined;
  }

  #addPart(index: number, item: InFlightItem): void {
    const parts = this.#parts.get(index);
    if (parts === undefined) this.#parts.set(index, new Set([item]));
    else parts.add(item);
    this.#partCount += 1;
  }

  #deletePart(index: number, item: InFlightItem): void {
    const parts = this.#parts.get(index);
    if (parts?.delete(item) !== true) return;
    this.#partCount -= 1;
    if (parts.size === 0) this.#parts.delete(index);
  }

  #count({ key }: InFlightItem, documents: number): void {
    if (!("stage" in key)) return;
    const counts = (this.#documents[key.stage] ??= { ...NONE });
    if (key.kind === "block") counts.firstTries += documents;
    else if (key.kind === "single") counts.laterTries += documents;
    else counts.parts += documents;
  }
}

/** Undefined for those that share their place with others, or have none. */
function placeOf(key: ItemKey): number | undefined {
  if (key.kind === "block") return blockPlace(key.stage, key.block);
  return key.kind === "single" ? singlePlace(key.stage, key.index) : undefined;
}

function blockPlace(stage: number, block: number): number {
  return (block * MAX_STAGES + stage) * 2;
}

function singlePlace(stage: number, index: number): number {
  return (index * MAX_STAGES + stage) * 2 + 1;
}
