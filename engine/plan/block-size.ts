/** How many documents an item carries: what the user asked for, or less where a job would not keep all slots busy. */

/**
 * A job should have at least so many items a slot: at its end a slot waits for the others as long as one of their items takes, so
 * that is a sixteenth of the whole job at most.
 */
const ITEMS_PER_SLOT = 16;

export function blockSizeFor({ total, batchSize, slots }: { total: number; batchSize: number; slots: number }): number {
  const forAllSlots = Math.floor(total / Math.max(1, slots * ITEMS_PER_SLOT));
  return Math.max(1, Math.min(batchSize, forAllSlots));
}
