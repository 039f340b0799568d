/** The workers of a world: they take items, append outcomes as chance and faults will, and ack when every document has a record. */
import { decodeItem } from "../../contract/wire/codec.ts";
import type { DiscoverItem, DocumentsItem, FinalizeItem, ItemDocument } from "../../contract/wire/item.ts";
import type { DocumentTry, Outcome, TryIdentity } from "../../contract/wire/outcome.ts";
import type { Broker, StoredItem } from "./broker.ts";
import type { Random } from "./random.ts";

export interface Faults {
  /** Percent of steps at which a worker stops, goes away, writes twice, and so on. */
  readonly level: number;
}

interface Held {
  readonly stored: StoredItem;
  readonly item: DocumentsItem;
  readonly boot: string;
  /** Documents without a record yet. */
  left: ItemDocument[];
  started: boolean;
}

/** What really happened, for the oracle: every end of a try that some worker brought about. */
export interface WorkDone {
  readonly identity: TryIdentity;
  readonly outcome: Outcome["outcome"];
}

export class Workers {
  readonly history: WorkDone[] = [];
  readonly #held: Held[] = [];
  readonly #gone: Held[] = [];
  readonly #broker: Broker;
  readonly #random: Random;
  readonly #total: number;
  #boots = 0;

  constructor(broker: Broker, random: Random, total: number) {
    this.#broker = broker;
    this.#random = random;
    this.#total = total;
  }

  get busy(): boolean {
    return this.#held.length > 0;
  }

  step(faults: Faults): void {
    const held = this.#random.pick(this.#held);
    if (held === undefined || this.#random.chance(50)) return this.#pull();
    if (this.#random.chance(faults.level)) return this.#fault(held);
    if (held.left.length === 0) return this.#ack(held);
    this.#process(held);
  }

  /** An item that nobody holds any more is delivered again: it is handed back as lost. */
  #pull(): void {
    const free = [...this.#broker.work.values()].filter((stored) => !this.#held.some((held) => held.stored === stored));
    const stored = this.#random.pick(free);
    if (stored === undefined) return;
    const redelivered = stored.deliveries > 0;
    this.#broker.deliver(stored);
    const decoded = decodeItem(stored.text);
    if (!decoded.ok) throw new Error(decoded.problem);
    const item = decoded.value;
    if (item.kind !== "documents") return this.#runTask(stored, item);
    this.#boots += 1;
    const boot = `boot-${this.#boots}`;
    if (redelivered) return this.#handBack({ stored, item, boot, left: item.documents, started: false });
    if (item.suspect === true) this.#started(item, boot);
    this.#held.push({ stored, item, boot, left: [...item.documents], started: false });
  }

  #runTask(stored: StoredItem, item: DiscoverItem | FinalizeItem): void {
    const random = this.#random;
    if (random.chance(20)) this.#append({ outcome: "TaskFailed", task: item.kind, try: item.try, round: item.kind === "finalize" ? item.round : 0, reason: "TaskError", message: "chance" });
    else if (item.kind === "discover") this.#append({ outcome: "Discovered", try: item.try, run: "run", total: this.#total, pages: 1, sha256: "0" });
    else this.#append({ outcome: "FinalizeDone", try: item.try, round: item.round, counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 0 }, missingOutputs: 0 });
    if (random.chance(80)) this.#broker.ack(stored.sequence);
  }

  #handBack(held: Held): void {
    this.#append({ outcome: "Lost", stage: held.item.stage, documents: held.left.map(toTry) });
    this.#broker.ack(held.stored.sequence);
    this.#drop(held);
  }

  #started(item: DocumentsItem, boot: string): void {
    const document = item.documents[0];
    if (document === undefined) return;
    this.#broker.appendOutcomes([{ outcome: "Started", ...identityOf(item, document) }], { worker: "worker", boot });
  }

  #process(held: Held): void {
    const document = held.left.shift();
    if (document === undefined) return;
    held.started = true;
    const outcome = this.#end(held.item, document);
    this.history.push({ identity: identityOf(held.item, document), outcome: outcome.outcome });
    this.#append(outcome, held.boot);
    // A record that was stored though its ack was lost is appended again.
    if (this.#random.chance(5)) this.#append(outcome, held.boot);
  }

  #end(item: DocumentsItem, document: ItemDocument): Outcome {
    const identity = identityOf(item, document);
    const dice = this.#random.below(100);
    const facts = { ...identity, millis: dice };
    if (dice < 15) return { ...facts, outcome: "Failed", reason: dice < 5 ? "Timeout" : "HandlerError", message: "chance", last: document.last };
    if (dice < 18) return { ...facts, outcome: "Rejected", reason: "Corrupt" };
    if (dice < 21) return { ...facts, outcome: "Skipped" };
    const parts = 2 + this.#random.below(2);
    if (dice < 26 && document.part === undefined) return { ...facts, outcome: "Split", parts, pagesPerPart: 1, pages: parts, sha256: "0" };
    if (dice < 30) return { outcome: "Returned", stage: item.stage, documents: [toTry(document)], why: "unavailable", started: true };
    return { ...facts, outcome: "Succeeded" };
  }

  #fault(held: Held): void {
    const kind = this.#random.below(5);
    if (kind === 0) return this.#returnRest(held);
    if (kind === 1) return this.#drop(held);
    if (kind === 2) return void (this.#drop(held), this.#gone.push(held));
    if (kind === 3) return this.#stale();
    this.#broker.appendGarbage(this.#random.chance(50) ? "{" : '{"v":1,"worker":"w","boot":"b","outcomes":[{"outcome":"Nonsense"}]}');
  }

  #returnRest(held: Held): void {
    const why = this.#random.pick(["drain", "yield", "notAble"] as const) ?? "drain";
    if (held.left.length > 0) this.#append({ outcome: "Returned", stage: held.item.stage, documents: held.left.map(toTry), why, started: held.started }, held.boot);
    held.left = [];
    this.#ack(held);
  }

  /** A worker that was thought gone goes on with what it held, and acks it at the end. */
  #stale(): void {
    const held = this.#gone.shift();
    if (held === undefined) return;
    while (held.left.length > 0) this.#process(held);
    this.#broker.ack(held.stored.sequence);
  }

  #ack(held: Held): void {
    this.#broker.ack(held.stored.sequence);
    this.#drop(held);
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
