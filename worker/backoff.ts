/** Waits that grow from one failure to the next. */
import { setTimeout as delay } from "node:timers/promises";

export interface BackoffOptions {
  readonly firstMs: number;
  readonly mostMs: number;
}

export class Backoff {
  readonly #options: BackoffOptions;
  #nextMs: number;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#nextMs = options.firstMs;
  }

  /** Ends early, without an error, when the signal is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(this.#options.mostMs, waitMs * 2);
    await pause(waitMs, signal);
  }

  reset(): void {
    this.#nextMs = this.#options.firstMs;
  }
}

/** A timer that is set for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Ends early, without an error, when the signal is aborted. */
export async function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(waitMs, MAX_TIMER_MS), undefined, { signal }).catch(() => undefined);
}
