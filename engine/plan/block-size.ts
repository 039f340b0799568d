/** How many documents an item carries: what the user asked for, or less where a job would not keep all slots busy. */

/** A job should have at least so many items a slot: one in hand, one to follow. */
const ITEMS_PER_SLOT = 2;

export function blockSizeFor({ total, batchSize, slots }: { total: number; batchSize: number; slots: number }): number {
  const forAllSlots = Math.floor(total / Math.max(1, slots * ITEMS_PER_SLOT));
  return Math.max(1, Math.min(batchSize, forAllSlots));
}
