/** What is in the work stream of one job, as far as its leader knows: own publishes less what the ledger shows as ended. */
import { type ItemKey, formatItemKey } from "../../contract/wire/subjects.ts";

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
  readonly open: Set<number>;
}

/** Open tries in the stream: of blocks, of documents that go alone, and of parts. */
export interface DocumentsInFlight {
  readonly firstTries: number;
  readonly laterTries: number;
  readonly parts: number;
}

const NONE: DocumentsInFlight = { firstTries: 0, laterTries: 0, parts: 0 };

const STAGE_FACTOR = 4_294_967_296;

/** State to guard: the maps by place hold the same items as the map by text. */
export class InFlight {
  readonly #items = new Map<string, InFlightItem>();
  readonly #blocks = new Map<number, InFlightItem>();
  readonly #singles = new Map<number, InFlightItem>();
  /** By stage. */
  readonly #documents: DocumentsInFlight[] = [];

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
    return this.#blocks.get(stage * STAGE_FACTOR + block);
  }

  single(stage: number, index: number): InFlightItem | undefined {
    return this.#singles.get(stage * STAGE_FACTOR + index);
  }

  /** Documents at a stage whose try has not ended. */
  documentsAt(stage: number): DocumentsInFlight {
    return this.#documents[stage] ?? NONE;
  }

  add(item: Omit<InFlightItem, "text">): InFlightItem {
    const text = formatItemKey(item.key);
    this.delete(text);
    const whole = { ...item, text };
    this.#items.set(text, whole);
    this.#byPlace(item.key)?.set(placeOf(item.key), whole);
    this.#count(whole, whole.open.size);
    return whole;
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
    this.#byPlace(item.key)?.delete(placeOf(item.key));
    this.#count(item, -item.open.size);
    return item;
  }

  #byPlace(key: ItemKey): Map<number, InFlightItem> | undefined {
    if (key.kind === "block") return this.#blocks;
    return key.kind === "single" ? this.#singles : undefined;
  }

  #count({ key }: InFlightItem, documents: number): void {
    if (!("stage" in key)) return;
    const before = this.documentsAt(key.stage);
    const kind = KINDS[key.kind];
    this.#documents[key.stage] = { ...before, [kind]: before[kind] + documents };
  }
}

const KINDS = { block: "firstTries", single: "laterTries", part: "parts" } as const;

function placeOf(key: ItemKey): number {
  if (key.kind === "block") return key.stage * STAGE_FACTOR + key.block;
  return key.kind === "single" ? key.stage * STAGE_FACTOR + key.index : 0;
}
