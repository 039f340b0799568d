/** The workers of a world: they take items, append outcomes as chance and faults will, and ack when every document has a record. */
import { decodeItem } from "../../contract/wire/codec.ts";
import type { DiscoverItem, DocumentsItem, FinalizeItem, ItemDocument } from "../../contract/wire/item.ts";
import type { DocumentTry, Outcome, TryIdentity } from "../../contract/wire/outcome.ts";
import type { Broker, StoredItem } from "./broker.ts";
import type { Random } from "./random.ts";
import { type Temper, chancesOf, mustSplit, takesItsWorker } from "./temper.ts";

export interface WorkerOptions {
  readonly temper: Temper;
  /** How many documents discovering finds. */
  readonly total: number;
}

interface Held {
  readonly stored: StoredItem;
  readonly item: DocumentsItem;
  readonly boot: string;
  /** Documents without a record yet. */
  left: ItemDocument[];
  started: boolean;
}

/** What really happened: every end of a try that some worker brought about. */
export interface WorkDone {
  readonly identity: TryIdentity;
  readonly outcome: Outcome["outcome"];
}

export class Workers {
  readonly history: WorkDone[] = [];
  readonly #held: Held[] = [];
  /** Not heard of for long, and thought to be gone; they may go on at any time. */
  readonly #silent: Held[] = [];
  /** Boots that live and hold nothing. */
  readonly #idle: string[] = [];
  readonly #broker: Broker;
  readonly #random: Random;
  readonly #options: WorkerOptions;
  #boots = 0;

  constructor(broker: Broker, random: Random, options: WorkerOptions) {
    this.#broker = broker;
    this.#random = random;
    this.#options = options;
  }

  /** `faults`: percent of steps at which a worker stops, goes away, writes twice, and so on. */
  step(faults: number): void {
    const held = this.#random.pick(this.#held);
    if (held === undefined || this.#random.chance(50)) return this.#pull(faults);
    if (this.#random.chance(faults)) return this.#fault(held);
    if (held.left.length === 0) return this.#ack(held);
    this.#process(held);
  }

  /** All that were thought to be gone go on with what they held. */
  wakeSilent(): void {
    while (this.#silent.length > 0) this.#wake();
  }

  /** An item that nobody holds any more is delivered again: it is handed back as lost. */
  #pull(faults: number): void {
    const free = [...this.#broker.work.values()].filter((stored) => !this.#held.some((held) => held.stored === stored));
    // Mostly in order, as brokers deliver; a redelivered one comes at any time.
    const stored = this.#random.chance(70) ? free[0] : this.#random.pick(free);
    if (stored === undefined) return;
    const redelivered = stored.deliveries > 0;
    this.#broker.deliver(stored);
    const decoded = decodeItem(stored.text);
    if (!decoded.ok) throw new Error(decoded.problem);
    const item = decoded.value;
    if (item.kind !== "documents") return this.#runTask(stored, item);
    const held = { stored, item, boot: this.#anyBoot(), left: [...item.documents], started: false };
    if (redelivered) return this.#handBack(held);
    // Gone with the item before it said a word.
    if (this.#random.chance(faults / 2)) return;
    if (item.suspect === true) this.#started(held);
    this.#held.push(held);
  }

  #anyBoot(): string {
    const idle = this.#random.chance(50) ? this.#idle.shift() : undefined;
    if (idle !== undefined) return idle;
    this.#boots += 1;
    return `boot-${this.#boots}`;
  }

  #runTask(stored: StoredItem, item: DiscoverItem | FinalizeItem): void {
    const random = this.#random;
    if (random.chance(20)) this.#append({ outcome: "TaskFailed", task: item.kind, try: item.try, round: item.kind === "finalize" ? item.round : 0, reason: "TaskError", message: "chance" });
    else if (item.kind === "discover") this.#append({ outcome: "Discovered", try: item.try, run: "run", total: this.#options.total, pages: 1, sha256: "0" });
    else this.#append({ outcome: "FinalizeDone", try: item.try, round: item.round, counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 }, missingOutputs: 0 });
    if (random.chance(80)) this.#broker.ack(stored.sequence);
  }

  #handBack(held: Held): void {
    this.#append({ outcome: "Lost", stage: held.item.stage, documents: held.left.map(toTry) }, held.boot);
    this.#ack(held);
  }

  #started({ item, boot }: Held): void {
    const document = item.documents[0];
    if (document !== undefined) this.#append({ outcome: "Started", ...identityOf(item, document) }, boot);
  }

  #process(held: Held): void {
    const document = held.left[0];
    if (document === undefined) return;
    if (takesItsWorker(this.#options.temper, document) && this.#random.chance(85)) return this.#drop(held);
    held.left.shift();
    held.started = true;
    const outcome = this.#end(held.item, document);
    this.history.push({ identity: identityOf(held.item, document), outcome: outcome.outcome });
    this.#append(outcome, held.boot);
    // A record that was stored though its ack was lost is appended again.
    if (this.#random.chance(5)) this.#append(outcome, held.boot);
  }

  #end(item: DocumentsItem, document: ItemDocument): Outcome {
    const { temper } = this.#options;
    const { failed, rejected, skipped, split, unavailable } = chancesOf(temper, this.#broker.nowMs);
    const facts = { ...identityOf(item, document), millis: this.#random.below(100) };
    const dice = this.#random.below(100);
    if (dice < failed) return this.#failed(facts, document);
    if (dice < failed + rejected) return { ...facts, outcome: "Rejected", reason: "Corrupt" };
    if (dice < failed + rejected + skipped) return { ...facts, outcome: "Skipped" };
    const parts = 2 + this.#random.below(2);
    const asksForSplit = mustSplit(temper, document) || (dice < failed + rejected + skipped + split && (document.part === undefined || this.#random.chance(3)));
    if (asksForSplit) return { ...facts, outcome: "Split", parts, pagesPerPart: 1, pages: parts, sha256: "0" };
    if (dice >= 100 - unavailable) return { outcome: "Returned", stage: item.stage, documents: [toTry(document)], why: "unavailable", started: true };
    return { ...facts, outcome: "Succeeded" };
  }

  #failed(facts: TryIdentity & { millis: number }, document: ItemDocument): Outcome {
    const reason = this.#random.pick(["Timeout", "PageTimeout", "OutOfMemory", "HandlerError", "HandlerError", "HandlerError"] as const) ?? "HandlerError";
    const retryAfter = this.#random.chance(10) ? { retryAfterSeconds: this.#random.below(20) } : {};
    return { ...facts, outcome: "Failed", reason, message: "chance", last: document.last, ...retryAfter };
  }

  #fault(held: Held): void {
    const kind = this.#random.below(8);
    if (kind < 3) return this.#returnRest(held);
    if (kind === 3) return this.#drop(held);
    if (kind < 6) return void (this.#drop(held), this.#silent.push(held));
    if (kind === 6) return this.#wake();
    this.#broker.appendGarbage(this.#random.chance(50) ? "{" : '{"v":1,"worker":"w","boot":"b","outcomes":[{"outcome":"Nonsense"}]}');
  }

  #returnRest(held: Held): void {
    const why = this.#random.pick(["drain", "yield", "notAble"] as const) ?? "drain";
    if (held.left.length > 0) this.#append({ outcome: "Returned", stage: held.item.stage, documents: held.left.map(toTry), why, started: held.started }, held.boot);
    held.left = [];
    this.#ack(held);
  }

  /** A worker that was thought gone goes on with what it held, and acks it at the end; unless that ends it. */
  #wake(): void {
    const held = this.#silent.shift();
    if (held === undefined) return;
    for (let left = held.left.length; left > 0; left -= 1) this.#process(held);
    if (held.left.length === 0) this.#ack(held);
  }

  #ack(held: Held): void {
    this.#broker.ack(held.stored.sequence);
    this.#drop(held);
    this.#idle.push(held.boot);
  }

  #drop(held: Held): void {
    const place = this.#held.indexOf(held);
    if (place >= 0) this.#held.splice(place, 1);
  }

  #append(outcome: Outcome, boot = "boot-0"): void {
    this.#broker.appendOutcomes([outcome], { worker: "worker", boot });
  }
}

function identityOf(item: DocumentsItem, document: ItemDocument): TryIdentity {
  return { stage: item.stage, ...toTry(document) };
}

function toTry(document: ItemDocument): DocumentTry {
  const { index, try: tryNumber, part, partTry } = document;
  return part === undefined || partTry === undefined ? { index, try: tryNumber } : { index, try: tryNumber, part, partTry };
}
