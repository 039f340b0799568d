/** The one function that acks. An item leaves the queue when the ledger has a record for every document of it, or by rule none. */
import type { PubAck, WorkQueue } from "./ports.ts";

/** Items that end without a record. The fold would set aside whatever were recorded of a job that is over. */
export type NoRecord = "sealed" | "deleted" | "garbage";

export interface Settlement {
  readonly sequence: number;
  /** How many documents the item names; a discover or finalize item counts as one. */
  readonly documents: number;
  /** For each document of the item, the proof that a record of how its try ended is stored. */
  readonly proofs: readonly PubAck[] | NoRecord;
}

/** Throws when a document is not covered: that would lose it. */
export async function settle(queue: Pick<WorkQueue, "ack">, { sequence, documents, proofs }: Settlement): Promise<void> {
  if (typeof proofs !== "string" && proofs.length !== documents) {
    throw new RangeError(`item ${sequence} has ${documents} documents, and only ${proofs.length} are recorded`);
  }
  await queue.ack(sequence);
}
