/**
 * Whether the worker can do its pool's work. State: how often in a row it had to say that it cannot, and which slots have a
 * process. After five times it says so to its probes and leaves the queue alone for a while.
 */
import { pause } from "../backoff.ts";

const MOST_IN_A_ROW = 5;
const DEFAULT_PAUSE_MS = 60_000;

export class Ableness {
  readonly #pauseMs: number;
  readonly #isReady: boolean[];
  #inARow = 0;
  #pausedUntilMs = 0;
  #problem: string | undefined;

  constructor(slots: number, pauseMs = DEFAULT_PAUSE_MS) {
    this.#isReady = Array.from({ length: slots }, () => true);
    this.#pauseMs = pauseMs;
  }

  get isAble(): boolean {
    return this.#inARow < MOST_IN_A_ROW;
  }

  /** What the worker last said about what it lacks; undefined when it lacks nothing. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** A document came to an end of its own. */
  noteAble(): void {
    this.#inARow = 0;
    if (this.#isReady.every(Boolean)) this.#problem = undefined;
  }

  noteNotAble(problem: string): void {
    this.#inARow += 1;
    this.#problem = problem;
    if (!this.isAble) this.#pausedUntilMs = performance.now() + this.#pauseMs;
  }

  noteSlot(slot: number, isReady: boolean, problem?: string): void {
    this.#isReady[slot] = isReady;
    if (problem !== undefined) this.#problem = problem;
  }

  /** With no slot ready, the first one still pulls, so that its items come back with the reason instead of lying there. */
  mayPull(slot: number): boolean {
    return this.#isReady[slot] === true || (slot === 0 && !this.#isReady.includes(true));
  }

  async untilAllowed(signal: AbortSignal): Promise<void> {
    const waitMs = this.#pausedUntilMs - performance.now();
    if (!this.isAble && waitMs > 0) await pause(waitMs, signal);
  }
}
