/** A limit on calls in every second, not just on average, as a value: no clock, no timers. Times are milliseconds of any clock that never goes back. */

export interface TokenBucket {
  readonly ratePerSecond: number;
  /** Calls that may begin at `atMs`; a fraction of one grows into one. */
  readonly tokens: number;
  readonly atMs: number;
}

/** Calls that may begin within this time of each other: timers are no finer. */
const BURST_SECONDS = 0.01;
/** The calls of a second are spread over a little more: the first one has to connect, and arrives late; the service counts arrivals. */
const SECOND_MS = 1050;

export function createTokenBucket(ratePerSecond: number, nowMs: number): TokenBucket {
  return { ratePerSecond, tokens: 1, atMs: nowMs };
}

/** How long until a call may begin; 0: now. */
export function tokenWaitMs(bucket: TokenBucket, nowMs: number): number {
  const { tokens, ratePerSecond } = refill(bucket, nowMs);
  return tokens >= 1 ? 0 : Math.max(MIN_WAIT_MS, ((1 - tokens) * SECOND_MS) / ratePerSecond);
}

/** Only when the wait is 0. */
export function takeToken(bucket: TokenBucket, nowMs: number): TokenBucket {
  const filled = refill(bucket, nowMs);
  return { ...filled, tokens: filled.tokens - 1 };
}

/** What rounding leaves of a wait: a timer for less would fire before the token is whole. */
const MIN_WAIT_MS = 0.001;

function refill(bucket: TokenBucket, nowMs: number): TokenBucket {
  const { ratePerSecond, tokens, atMs } = bucket;
  if (nowMs <= atMs) return bucket;
  const capacity = Math.max(1, ratePerSecond * BURST_SECONDS);
  return { ratePerSecond, tokens: Math.min(capacity, tokens + ((nowMs - atMs) * ratePerSecond) / SECOND_MS), atMs: nowMs };
}
