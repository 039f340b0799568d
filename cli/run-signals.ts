/** Ctrl-C once: finish what was started. Twice: end now. A third time: the process ends whatever it does. */
import type { RunSignals } from "./cli-world.ts";
import { EXIT_CODES } from "./exit-code.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface RunSignalsOptions {
  readonly onDrain: () => void;
  /** Default: this process. */
  readonly emitter?: NodeJS.EventEmitter;
  readonly exit?: (code: number) => void;
}

export function listenForRunSignals({ onDrain, emitter = process, exit = (code) => process.exit(code) }: RunSignalsOptions): RunSignals {
  const drain = new AbortController();
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) return exit(EXIT_CODES.stopped);
    if (drain.signal.aborted) return stop.abort();
    drain.abort();
    onDrain();
  };
  for (const signal of SIGNALS) emitter.on(signal, onSignal);
  return { drain: drain.signal, stop: stop.signal };
}
