/** Which items are proven to be gone from the work stream, and which are stuck in it: nothing is guessed. */
import type { InFlightItem } from "./in-flight.ts";

/** A listing of the work stream, and how far the ledger was known when it was judged. */
export interface Listing {
  /** Nothing published later than this can be missed by the listing. */
  readonly startedAtMs: number;
  readonly texts: ReadonlySet<string>;
  /** The ledger's last sequence, read after the listing was complete. */
  readonly ledgerSequence: number;
}

/**
 * Items that were published before the listing, are not in it, and whose tries the ledger still shows as open. Undefined while
 * the fold has not come to the ledger's end of that moment: their outcomes may only not have been read yet.
 */
export function provenMissing(items: Iterable<InFlightItem>, listing: Listing, foldedSequence: number): InFlightItem[] | undefined {
  if (foldedSequence < listing.ledgerSequence) return undefined;
  return [...items].filter((item) => item.publishedAtMs < listing.startedAtMs && !listing.texts.has(item.text) && item.open.size > 0);
}

/** What the pool's consumer says of itself at a listing. */
export interface ConsumerPlace {
  /** All up to here are acked. */
  readonly ackFloor: number;
  /** The newest that was delivered, and since when that is so at the least. */
  readonly deliveredSequence: number;
}

/**
 * Items that lie in the stream where nobody will ever take them: at or below the ack floor in two listings, or passed by the
 * delivered sequence longer ago than any document may take.
 */
export function stuckItems(items: Iterable<InFlightItem>, input: { now: ConsumerPlace; before: ConsumerPlace; nowMs: number; longestHoldMs: number }): InFlightItem[] {
  const { now, before, nowMs, longestHoldMs } = input;
  return [...items].filter((item) => {
    if (item.sequence <= now.ackFloor && item.sequence <= before.ackFloor) return true;
    return item.sequence <= now.deliveredSequence && item.open.size > 0 && nowMs - item.publishedAtMs > longestHoldMs;
  });
}
