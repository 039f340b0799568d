/**
 * `execution: io`: documents run side by side in the worker's own process. One sweep looks at all of them: a timer for each
 * would cost more than a fast document.
 *
 * A document that does not end when its signal is aborted is abandoned: its slot goes on, and it is counted until it ends.
 */
import type { DocumentEnding } from "../document-ending.ts";
import type { DocumentRunner } from "../document-runner.ts";
import type { DocumentTask } from "../document-task.ts";
import type { HandlerSetup } from "../handler-setup.ts";
import { processDocument } from "../process-document.ts";
import { DocumentTimeoutError, WorkerStoppedError } from "../stop-reasons.ts";
import { toEnding } from "../to-ending.ts";

export interface InProcessRunnerOptions {
  /** Called once, by start. */
  readonly loadSetup: () => Promise<HandlerSetup>;
  readonly slots: number;
  readonly documentTimeoutMs: number;
  /** How long a handler has to heed its signal. */
  readonly graceMs?: number;
}

interface Running {
  readonly startedMs: number;
  readonly controller: AbortController;
  readonly resolve: (ending: DocumentEnding) => void;
  abortedMs: number | undefined;
}

const SWEEP_MS = 200;
const DEFAULT_GRACE_MS = 2000;

export class InProcessRunner implements DocumentRunner {
  readonly #options: InProcessRunnerOptions;
  readonly #running: (Running | undefined)[];
  #setup: HandlerSetup | undefined;
  #timer: NodeJS.Timeout | undefined;
  #abandoned = 0;

  constructor(options: InProcessRunnerOptions) {
    this.#options = options;
    this.#running = Array.from({ length: options.slots }, () => undefined);
  }

  readonly start = async (): Promise<void> => {
    this.#setup = await this.#options.loadSetup();
    this.#timer = setInterval(() => this.#sweep(performance.now()), SWEEP_MS);
  };

  readonly prepare = (): undefined => undefined;

  readonly run = (slot: number, task: DocumentTask): Promise<DocumentEnding> => {
    const setup = this.#setup;
    if (setup === undefined) return Promise.resolve({ ending: "NotAble", message: "the worker has not started" });
    return new Promise((resolve) => {
      const running: Running = { startedMs: performance.now(), controller: new AbortController(), resolve, abortedMs: undefined };
      this.#running[slot] = running;
      void processDocument({ task, setup, signal: running.controller.signal }).then((ending) => this.#end(slot, { running, ending }));
    });
  };

  readonly interrupt = (slot: number): void => {
    const running = this.#running[slot];
    if (running !== undefined) abort(running, new WorkerStoppedError());
  };

  readonly stop = async (): Promise<void> => {
    for (const [slot, running] of this.#running.entries()) if (running !== undefined) this.#abandon(slot, { running, error: new WorkerStoppedError() });
    clearInterval(this.#timer);
    const setup = this.#setup;
    this.#setup = undefined;
    await setup?.handler.close?.();
  };

  readonly abandoned = (): number => this.#abandoned;

  #end(slot: number, { running, ending }: { running: Running; ending: DocumentEnding }): void {
    if (this.#running[slot] !== running) {
      this.#abandoned -= 1;
      return;
    }
    this.#running[slot] = undefined;
    running.resolve(ending);
  }

  #sweep(nowMs: number): void {
    const { documentTimeoutMs, graceMs = DEFAULT_GRACE_MS } = this.#options;
    for (const [slot, running] of this.#running.entries()) {
      if (running === undefined) continue;
      if (nowMs - running.startedMs >= documentTimeoutMs) abort(running, new DocumentTimeoutError(documentTimeoutMs));
      const isDeaf = running.abortedMs !== undefined && nowMs - running.abortedMs >= graceMs;
      if (isDeaf) this.#abandon(slot, { running, error: running.controller.signal.reason });
    }
  }

  #abandon(slot: number, { running, error }: { running: Running; error: Error }): void {
    abort(running, error);
    this.#running[slot] = undefined;
    this.#abandoned += 1;
    running.resolve(toEnding(error, running.controller.signal));
  }
}

function abort(running: Running, reason: Error): void {
  if (running.abortedMs !== undefined) return;
  running.abortedMs = performance.now();
  running.controller.abort(reason);
}
