/** The documents of one item, in order; what is not started is given back. */
import type { DocumentsItem, ItemDocument } from "../../contract/wire/item.ts";
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import type { ReturnedWhy } from "../../contract/wire/outcome.ts";
import type { PubAck } from "../ports.ts";
import type { NoRecord } from "../settle.ts";
import { toEnding, toMessage } from "../to-ending.ts";
import { type MayStart, decide, untilDecided } from "./may-start.ts";
import { type DocumentEnd, runDocument } from "./run-document.ts";
import type { Holding, SlotParts } from "./slot-parts.ts";
import type { StageWork } from "./stage-contexts.ts";
import { toDocumentTry, toIdentity } from "./to-outcome.ts";

/** What is to become of an item. */
export type ItemEnd =
  /** One proof for each document, in no order. */
  | { readonly end: "recorded"; readonly proofs: readonly Promise<PubAck>[] }
  | { readonly end: "unrecorded"; readonly why: NoRecord }
  /** Not acked: another worker gets it. */
  | { readonly end: "abandoned" };

export interface ItemInHand {
  readonly parts: SlotParts;
  readonly holding: Holding;
  readonly item: DocumentsItem;
}

/** So many documents in a row that could not be reached, and the rest is not tried one by one. */
const MOST_UNAVAILABLE_IN_A_ROW = 3;
/** Beside the document timeout, for a suspect that waits for the documents of other slots. */
const SUSPECT_MARGIN_MS = 5000;

export async function runDocuments(hand: ItemInHand): Promise<ItemEnd> {
  const run = new ItemRun(hand);
  try {
    return await run.run();
  } catch (error) {
    // Of the manifest, say. A handler's error never comes here.
    const ending = toEnding(error);
    return run.giveBackRest(ending.ending === "Unavailable" ? "unavailable" : "notAble", toMessage(error));
  }
}

/** State: how far the item has come. */
class ItemRun {
  readonly #hand: ItemInHand;
  readonly #proofs: Promise<PubAck>[] = [];
  /** Documents before this place have an outcome, or have been given back. */
  #next = 0;
  #wasStarted = false;
  #unavailableInARow = 0;

  constructor(hand: ItemInHand) {
    this.#hand = hand;
  }

  async run(): Promise<ItemEnd> {
    const { parts, item, holding } = this.#hand;
    let documents: readonly ManifestDocument[] | undefined;
    for (const named of item.documents) {
      const decision = await this.#look();
      if (decision.may !== "start") return this.#end(decision);
      const work = parts.stages.of(decision.entry, item.stage);
      if ("problem" in work) return this.#giveBackUnable(work.problem);
      documents ??= await parts.manifests.documents({ jobUid: item.job, run: item.run }, item.documents.map(({ index }) => index));
      const document = documents[this.#next];
      if (document === undefined) return this.#giveBackUnable(`document ${named.index} is not in the manifest`);
      parts.board.noteItem(holding.slot, { jobUid: item.job, stage: item.stage, index: named.index });
      const stop = await this.#runInTurn({ named, work, document });
      if (stop !== undefined) return stop;
    }
    return { end: "recorded", proofs: this.#proofs };
  }

  giveBackRest(why: ReturnedWhy, message?: string): ItemEnd {
    const { parts, item } = this.#hand;
    if (why === "notAble") parts.ableness.noteNotAble(message ?? "");
    const rest = item.documents.slice(this.#next);
    this.#giveBack(rest, { why, ...(message === undefined ? {} : { message }) });
    return { end: "recorded", proofs: this.#proofs };
  }

  /** Waits for its turn beside suspects, runs, records. Undefined: go on with the next document. */
  async #runInTurn(next: { named: ItemDocument; work: StageWork; document: ManifestDocument }): Promise<ItemEnd | undefined> {
    const { parts, item, holding } = this.#hand;
    if (item.suspect === true) return this.#runAlone(next);
    if (!parts.gate.tryEnter()) {
      parts.board.note(holding.slot, "waiting");
      if (!(await parts.gate.enter(parts.drain))) return this.giveBackRest("drain");
      // The suspect may have taken long.
      const decision = decide(this.#lookOf());
      if (decision.may !== "start") {
        parts.gate.leave();
        return decision.may === "wait" ? this.giveBackRest("yield") : this.#end(decision);
      }
    }
    try {
      // Recorded before a suspect may start: it may take this process with it.
      return this.#take(await runDocument({ ...this.#hand, ...next }));
    } finally {
      parts.gate.leave();
    }
  }

  async #runAlone(next: { named: ItemDocument; work: StageWork; document: ManifestDocument }): Promise<ItemEnd | undefined> {
    const { parts, holding, item } = this.#hand;
    parts.board.note(holding.slot, "waiting");
    const patience = AbortSignal.any([parts.drain, AbortSignal.timeout(parts.documentTimeoutMs + SUSPECT_MARGIN_MS)]);
    if (!(await parts.gate.enterAlone(patience))) return this.giveBackRest(parts.drain.aborted ? "drain" : "yield");
    try {
      // If this worker goes away as well, the ledger knows under what.
      await parts.appender.append(item.job, { outcome: "Started", ...toIdentity(next.named, item.stage) });
      const decision = decide({ ...this.#lookOf(), holding: { ...holding, heldSinceMs: performance.now() } });
      if (decision.may !== "start") return decision.may === "wait" ? this.giveBackRest("yield") : this.#end(decision);
      return this.#take(await runDocument({ ...this.#hand, ...next }));
    } finally {
      parts.gate.leaveAlone();
    }
  }

  #take(end: DocumentEnd): ItemEnd | undefined {
    const { parts, item } = this.#hand;
    this.#wasStarted ||= end.end !== "givenBack" || end.why !== "notAble";
    switch (end.end) {
      case "outcome":
        parts.ableness.noteAble();
        this.#unavailableInARow = 0;
        this.#next += 1;
        this.#proofs.push(parts.appender.append(item.job, end.outcome));
        return undefined;
      case "givenBack":
        return this.#takeGivenBack(end);
      case "leave":
        return { end: "unrecorded", why: end.why };
      default:
        return { end: "abandoned" };
    }
  }

  #takeGivenBack({ why, message }: Extract<DocumentEnd, { end: "givenBack" }>): ItemEnd | undefined {
    if (why !== "unavailable") return this.giveBackRest(why, message);
    this.#unavailableInARow += 1;
    if (this.#unavailableInARow >= MOST_UNAVAILABLE_IN_A_ROW) return this.giveBackRest(why, message);
    this.#giveBack(this.#hand.item.documents.slice(this.#next, this.#next + 1), { why, ...(message === undefined ? {} : { message }) });
    return undefined;
  }

  #giveBack(documents: readonly ItemDocument[], returned: { why: ReturnedWhy; message?: string }): void {
    const { parts, item } = this.#hand;
    if (documents.length === 0) return;
    const proof = parts.appender.append(item.job, {
      outcome: "Returned",
      stage: item.stage,
      documents: documents.map(toDocumentTry),
      started: this.#wasStarted,
      ...returned,
    });
    for (const _ of documents) this.#proofs.push(proof);
    this.#next += documents.length;
  }

  #giveBackUnable(problem: string): ItemEnd {
    return this.giveBackRest("notAble", problem);
  }

  #end(decision: Extract<MayStart, { may: "giveBack" | "leave" }>): ItemEnd {
    return decision.may === "leave" ? { end: "unrecorded", why: decision.why } : this.giveBackRest(decision.why);
  }

  #look(): Promise<Exclude<MayStart, { may: "wait" }>> | Exclude<MayStart, { may: "wait" }> {
    const decision = decide(this.#lookOf());
    return decision.may === "wait" ? untilDecided(this.#lookOf()) : decision;
  }

  #lookOf(): { parts: SlotParts; holding: Holding; jobUid: string } {
    const { parts, holding, item } = this.#hand;
    return { parts, holding, jobUid: item.job };
  }
}
