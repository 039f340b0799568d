/** What is in the work stream of one job, as far as its leader knows: own publishes less what the ledger shows as ended. */
import { type ItemKey, formatItemKey } from "../../contract/wire/subjects.ts";
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

/** As many as a pipeline may have: with the stage below it, the number of a block or document is still a small one. */
const MAX_STAGES = 16;

/** State to guard: the maps by place hold the same items as the map by text. */
export class InFlight {
  readonly #items = new Map<string, InFlightItem>();
  readonly #blocks = new Map<number, InFlightItem>();
  readonly #singles = new Map<number, InFlightItem>();
  /** By stage. */
  readonly #documents: { firstTries: number; laterTries: number; parts: number }[] = [];
  /** By index of the document that was split: it has many. */
  readonly #parts = new Map<number, Set<InFlightItem>>();

  get size(): number {
    return this.#items.size;
  }

  items(): IterableIterator<InFlightItem> {
    return this.#items.values();
  }

  get(text: string): InFlightItem | undefined {
    return this.#items.get(text);
  }

  block(stage: number, block: number): InFlightItem | undefined {
    return this.#blocks.get(block * MAX_STAGES + stage);
  }

  single(stage: number, index: number): InFlightItem | undefined {
    return this.#singles.get(index * MAX_STAGES + stage);
  }

  /** Parts and joins of a document. They may be deleted while they are gone through. */
  partsOf(index: number): ReadonlySet<InFlightItem> {
    return this.#parts.get(index) ?? NO_ITEMS;
  }

  /** Documents at a stage whose try has not ended: the counts of now, not to be kept. */
  documentsAt(stage: number): DocumentsInFlight {
    return this.#documents[stage] ?? NONE;
  }

  add({ key, sequence, publishedAtMs, documents, open }: Omit<InFlightItem, "text">): void {
    const text = formatItemKey(key);
    this.delete(text);
    // Named one by one: a spread would keep the text outside the object, in 40 bytes more.
    const item = { key, text, sequence, publishedAtMs, documents, open };
    this.#items.set(text, item);
    this.#addToPlace(item);
    this.#count(item, open.size);
  }

  /** The try of a document in this item ended; true when that was the last one. */
  close(item: InFlightItem, index: number): boolean {
    if (item.open.delete(index)) this.#count(item, -1);
    return item.open.size === 0;
  }

  delete(text: string): InFlightItem | undefined {
    const item = this.#items.get(text);
    if (item === undefined) return undefined;
    this.#items.delete(text);
    this.#deleteFromPlace(item);
    this.#count(item, -item.open.size);
    return item;
  }

  #addToPlace(item: InFlightItem): void {
    const { key } = item;
    if (key.kind === "block") this.#blocks.set(key.block * MAX_STAGES + key.stage, item);
    if (key.kind === "single") this.#singles.set(key.index * MAX_STAGES + key.stage, item);
    if (key.kind !== "part") return;
    const parts = this.#parts.get(key.index);
    if (parts === undefined) this.#parts.set(key.index, new Set([item]));
    else parts.add(item);
  }

  #deleteFromPlace(item: InFlightItem): void {
    const { key } = item;
    if (key.kind === "block") this.#blocks.delete(key.block * MAX_STAGES + key.stage);
    if (key.kind === "single") this.#singles.delete(key.index * MAX_STAGES + key.stage);
    if (key.kind !== "part") return;
    const parts = this.#parts.get(key.index);
    if (parts?.delete(item) === true && parts.size === 0) this.#parts.delete(key.index);
  }

  #count({ key }: InFlightItem, documents: number): void {
    if (!("stage" in key)) return;
    const counts = (this.#documents[key.stage] ??= { ...NONE });
    if (key.kind === "block") counts.firstTries += documents;
    else if (key.kind === "single") counts.laterTries += documents;
    else counts.parts += documents;
  }
}
