/** When the next try of a document is due: from the ledger's time, the job's retry settings and the try's own identity. */
import { DocumentState } from "./ledger/document-state.ts";
import type { DocumentTable } from "./ledger/document-table.ts";

export interface RetrySettings {
  readonly maxAttempts: number;
  readonly initialDelaySeconds: number;
  readonly multiplier: number;
  readonly maxDelaySeconds: number;
}

/** Given back or lost: 1 s, doubling to 60 s, so that nothing spins. */
const BACKOFF_FIRST_MS = 1000;
const BACKOFF_MAX_MS = 60_000;

/** A try's delay is spread over this share of it, below: tries that failed together do not come back together. */
const JITTER_SHARE = 0.2;

/** Milliseconds since 1970; a row that waits for nothing is due at once. `salt` sets rows of different tables apart. */
export function dueAtMs(table: DocumentTable, row: number, retry: RetrySettings, salt = 0): number {
  const state = table.state(row);
  if (state === DocumentState.Retry) return table.timeMs(row) + jittered(retryDelayMs(table.attempts(row), retry), row + salt, table.try(row));
  if (state === DocumentState.Backoff) return table.timeMs(row) + jittered(backoffDelayMs(table.returns(row)), row + salt, table.try(row));
  return table.timeMs(row);
}

/** After the n-th attempt: initial × multiplier^(n-1), at most the maximum. */
export function retryDelayMs(attempts: number, retry: RetrySettings): number {
  const seconds = retry.initialDelaySeconds * retry.multiplier ** Math.max(0, attempts - 1);
  return Math.min(seconds, retry.maxDelaySeconds) * 1000;
}

export function backoffDelayMs(returns: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.max(0, returns - 1));
}

/** The same identity always waits the same: a restart moves nothing. */
function jittered(delayMs: number, row: number, tryNumber: number): number {
  return Math.floor(delayMs * (1 - JITTER_SHARE * unitHash(row, tryNumber)));
}

/** 0 to 1 from two numbers (the finalizer of MurmurHash3, public domain). */
function unitHash(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
