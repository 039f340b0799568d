/**
 * Where a document stands in its current stage.
 *
 * Ready ──outcome──▶ Succeeded (or Ready at the next stage) | Failed | Skipped
 *   │                Retry (an attempt was spent) | Backoff (lost, or given back: waits) | Again (given back: due at once)
 *   │                Split (its parts are worked on; ends like the above when they do)
 *   └─ Sealed ─────▶ Cancelled            Failed | Cancelled ── Reopened ─▶ Again
 *
 * Retry, Backoff and Again are like Ready with a later try. The numbers are kept in snapshots: they never change meaning.
 */
export const DocumentState = { Ready: 0, Retry: 1, Backoff: 2, Again: 3, Split: 4, Succeeded: 5, Failed: 6, Skipped: 7, Cancelled: 8 } as const;
export type DocumentState = (typeof DocumentState)[keyof typeof DocumentState];

/** How many states there are: the width of the tallies. */
export const DOCUMENT_STATES = 9;

/** Ended for this round, in exactly one way. */
export function isEnded(state: DocumentState): boolean {
  return state >= DocumentState.Succeeded;
}

/** A later try is due now or some time. */
export function isWaiting(state: DocumentState): boolean {
  return state >= DocumentState.Retry && state <= DocumentState.Again;
}
