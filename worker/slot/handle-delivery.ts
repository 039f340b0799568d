/** One delivered item, from its bytes to its end in the queue: first the work, then the settlement. */
import { decodeItem } from "../../contract/wire/codec.ts";
import type { DocumentsItem, WorkItem } from "../../contract/wire/item.ts";
import type { DocumentTry } from "../../contract/wire/outcome.ts";
import { type PeekedItem, peekItem } from "../../contract/wire/peek-item.ts";
import type { Delivery } from "../ports.ts";
import { settle } from "../settle.ts";
import { ofEnded } from "./may-start.ts";
import { type ItemEnd, runDocuments } from "./run-documents.ts";
import { fail, runTask } from "./run-task.ts";
import type { Holding, SlotParts } from "./slot-parts.ts";
import { toDocumentTry } from "./to-outcome.ts";

/** An item whose documents all have an outcome on its way to the ledger. */
export interface WorkedItem {
  readonly sequence: number;
  readonly documents: number;
  readonly end: ItemEnd;
}

/** Runs what is to be run. Undefined when another slot of this worker has the item in hand, and goes on. */
export async function workOn(parts: SlotParts, slot: number, delivery: Delivery): Promise<WorkedItem | undefined> {
  const { sequence, redelivered } = delivery;
  if (parts.held.has(sequence)) return undefined;
  parts.held.add(sequence);
  parts.heartbeats.hold(slot, sequence);
  try {
    const holding = { slot, sequence, redelivered, heldSinceMs: performance.now() };
    const decoded = decodeItem(delivery.data);
    if (!decoded.ok) return { sequence, ...handleUnknown({ parts, holding, data: delivery.data, problem: decoded.problem }) };
    const documents = decoded.value.kind === "documents" ? decoded.value.documents.length : 1;
    return { sequence, documents, end: await workOnItem(parts, holding, decoded.value) };
  } catch (error) {
    // Whatever this was, the item must not be held for ever.
    parts.heartbeats.release(slot);
    parts.held.delete(sequence);
    throw error;
  }
}

/** Rejects when the outcomes cannot be recorded or the ack does not get through: the item then comes back as lost. */
export async function settleItem(parts: SlotParts, slot: number, { sequence, documents, end }: WorkedItem): Promise<void> {
  try {
    if (end.end === "abandoned") return;
    const proofs = end.end === "recorded" ? await Promise.all(end.proofs) : end.why;
    await settle(parts.queue, { sequence, documents, proofs });
  } finally {
    parts.heartbeats.endSettling(slot);
    parts.held.delete(sequence);
  }
}

function workOnItem(parts: SlotParts, holding: Holding, item: WorkItem): Promise<ItemEnd> | ItemEnd {
  return item.kind === "documents" ? runOrHandBack({ parts, holding, item }) : runTask({ parts, holding, item });
}

/** A redelivered item is never run: its worker went away under it, and one of its documents may be why. */
function runOrHandBack(hand: { parts: SlotParts; holding: Holding; item: DocumentsItem }): Promise<ItemEnd> | ItemEnd {
  const { parts, holding, item } = hand;
  if (!holding.redelivered) return runDocuments(hand);
  const ended = ofEnded(parts.jobs.get(item.job));
  if (ended !== undefined) return { end: "unrecorded", why: ended.why };
  const documents = item.documents.map(toDocumentTry);
  return recordForAll(documents, parts.appender.append(item.job, { outcome: "Lost", stage: item.stage, documents }));
}

function recordForAll(documents: readonly DocumentTry[], proof: ReturnType<SlotParts["appender"]["append"]>): ItemEnd {
  return { end: "recorded", proofs: documents.map(() => proof) };
}

interface Unknown {
  readonly parts: SlotParts;
  readonly holding: Holding;
  readonly data: string;
  readonly problem: string;
}

function handleUnknown({ parts, holding, data, problem }: Unknown): Omit<WorkedItem, "sequence"> {
  const peeked = peekItem(data);
  if (peeked === undefined) {
    parts.log.warn({ sequence: holding.sequence, problem }, "an item that cannot be read is dropped");
    return { documents: 1, end: { end: "unrecorded", why: "garbage" } };
  }
  const message = `the worker cannot read this item: ${problem}`;
  parts.ableness.noteNotAble(message);
  const ended = ofEnded(parts.jobs.get(peeked.job));
  const documents = peeked.kind === "task" ? 1 : peeked.documents.length;
  return { documents, end: ended === undefined ? returnUnknown(parts, peeked, message) : { end: "unrecorded", why: ended.why } };
}

function returnUnknown({ appender }: SlotParts, peeked: PeekedItem, message: string): ItemEnd {
  if (peeked.kind === "task") {
    const failed = fail({ ...peeked, kind: peeked.task }, { reason: "TaskError", message });
    return { end: "recorded", proofs: [appender.append(peeked.job, failed)] };
  }
  const { stage, documents } = peeked;
  return recordForAll(documents, appender.append(peeked.job, { outcome: "Returned", stage, documents, why: "notAble", started: false, message }));
}
