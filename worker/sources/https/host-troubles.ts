/**
 * Hosts that do not answer. Documents of a host that is down would each hold a slot until a time-out, and starve those of
 * other hosts. State of a host: failures in a row → after three of them quiet for a while, in which its documents fail at
 * once → one more failure is quiet again, any answer forgets all.
 */
import { RetryableError } from "../../errors.ts";

const MOST_IN_A_ROW = 3;
const QUIET_MS = 30_000;
/** Forgetting one costs no more than a few time-outs. */
const MAX_HOSTS = 1000;
const FIRST_WAIT_SECONDS = 15;
const WAIT_GROWTH = 4;
const MAX_WAIT_SECONDS = 240;

/**
 * Long enough that with four attempts a document outlives an outage of five minutes. It is an attempt all the same: a host may
 * be gone for ever, and its documents must end, and those of other hosts go on.
 */
export function waitSecondsAfter(attempt: number): number {
  return Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * WAIT_GROWTH ** Math.max(0, attempt - 1));
}

interface Trouble {
  readonly inARow: number;
  readonly quietUntilMs: number;
  readonly message: string;
}

export class HostTroubles {
  readonly #nowMs: () => number;
  readonly #troubles = new Map<string, Trouble>();

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Throws RetryableError while the host is left alone. */
  check(host: string, attempt: number): void {
    const trouble = this.#troubles.get(host);
    if (trouble === undefined || this.#nowMs() >= trouble.quietUntilMs) return;
    throw new RetryableError("Unavailable", `${trouble.message} (a moment ago, several times)`, { retryAfterSeconds: waitSecondsAfter(attempt) });
  }

  noteAnswer(host: string): void {
    this.#troubles.delete(host);
  }

  noteFailure(host: string, message: string): void {
    const inARow = (this.#troubles.get(host)?.inARow ?? 0) + 1;
    this.#troubles.delete(host);
    this.#troubles.set(host, { inARow, message, quietUntilMs: inARow < MOST_IN_A_ROW ? 0 : this.#nowMs() + QUIET_MS });
    const [oldest] = this.#troubles.keys();
    if (this.#troubles.size > MAX_HOSTS && oldest !== undefined) this.#troubles.delete(oldest);
  }
}
