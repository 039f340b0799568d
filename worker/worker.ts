/**
 * A worker: N slots that pull a pool's items and run their documents.
 *
 * States: created → starting → running → draining (nothing new starts; what was not started is given back) → halting (the
 * time is over: what still runs is ended and given back) → stopped.
 */
import { pause } from "./backoff.ts";
import type { DocumentRunner } from "./document-runner.ts";
import { runSlot } from "./slot/run-slot.ts";
import type { SlotStatus } from "./slot/slot-board.ts";
import type { SlotParts } from "./slot/slot-parts.ts";
import { type WorkerOptions, createParts, createRunner } from "./worker-options.ts";

export type { WorkerOptions } from "./worker-options.ts";

export type WorkerState = "created" | "starting" | "running" | "draining" | "halting" | "stopped";

export interface WorkerHealth {
  readonly state: WorkerState;
  /** May be given work: it runs, and has not said five times in a row that it is not able. */
  readonly ready: boolean;
  /** What it lacks, for the pool's condition. */
  readonly problem?: string;
  readonly slots: readonly SlotStatus[];
  /** Handlers that do not end although they were told to; only with `execution: io`. */
  readonly abandoned: number;
}

export interface Worker {
  /** Resolves when the slots pull. Throws when the worker can do nothing at all; call stop then, too. */
  readonly start: () => Promise<void>;
  /** Resolves when nothing of it runs. May be called twice: the earlier deadline holds. Never rejects. */
  readonly stop: (options: { readonly deadlineMs: number }) => Promise<void>;
  readonly health: () => WorkerHealth;
}

export function createWorker(options: WorkerOptions): Worker {
  const worker = new SlotWorker(options);
  return { start: () => worker.start(), stop: (stop) => worker.stop(stop), health: () => worker.health() };
}

const ALIVE_MS = 1000;
/** After the deadline: for killing children, and for recording what is given back. */
const HALT_MS = 3000;

class SlotWorker {
  readonly #slots: number;
  readonly #runner: DocumentRunner;
  readonly #parts: SlotParts;
  readonly #drain = new AbortController();
  readonly #halt = new AbortController();
  readonly #close = new AbortController();
  #state: WorkerState = "created";
  #running: Promise<unknown> = Promise.resolve();
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #alive: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#slots = options.pool.concurrency;
    this.#runner = createRunner(options);
    this.#parts = createParts(options, { runner: this.#runner, drain: this.#drain.signal, halt: this.#halt.signal, close: this.#close.signal });
  }

  start(): Promise<void> {
    if (this.#state === "created") {
      this.#state = "starting";
      this.#starting = this.#open();
    }
    return this.#starting ?? Promise.resolve();
  }

  stop({ deadlineMs }: { readonly deadlineMs: number }): Promise<void> {
    this.#drain.abort();
    void this.#haltIn(deadlineMs);
    this.#stopping ??= this.#drainAndClose();
    return this.#stopping;
  }

  health(): WorkerHealth {
    const { ableness, board } = this.#parts;
    return {
      state: this.#state,
      ready: this.#state === "running" && ableness.isAble,
      ...(ableness.problem === undefined ? {} : { problem: ableness.problem }),
      slots: board.statuses(),
      abandoned: this.#runner.abandoned(),
    };
  }

  async #open(): Promise<void> {
    await Promise.all([this.#parts.heartbeats.start(), this.#runner.start()]);
    if (this.#drain.signal.aborted) return;
    this.#state = "running";
    this.#alive = setInterval(() => this.#parts.heartbeats.mainIsAlive(), ALIVE_MS);
    this.#running = Promise.all(Array.from({ length: this.#slots }, (_, slot) => runSlot(this.#parts, slot)));
  }

  async #haltIn(deadlineMs: number): Promise<void> {
    const closed = this.#close.signal;
    await pause(deadlineMs, closed);
    if (closed.aborted || this.#halt.signal.aborted) return;
    this.#state = "halting";
    this.#halt.abort();
    for (let slot = 0; slot < this.#slots; slot++) this.#runner.interrupt(slot);
    await pause(HALT_MS, closed);
    this.#close.abort();
  }

  async #drainAndClose(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    if (this.#state !== "halting") this.#state = "draining";
    await Promise.race([this.#running, aborted(this.#close.signal)]);
    this.#close.abort();
    clearInterval(this.#alive);
    await Promise.allSettled([this.#runner.stop(), this.#parts.heartbeats.stop()]);
    this.#state = "stopped";
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
