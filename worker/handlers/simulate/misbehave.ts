/** The ways in which `simulate` goes wrong: for real in a child process, as a report where the worker itself would suffer. */
import { setTimeout as delay } from "node:timers/promises";
import { RetryableError } from "../../errors.ts";

interface Misbehaviour {
  /** The handler runs in a child process of its own, which may be harmed. */
  readonly inChild: boolean;
  readonly signal: AbortSignal;
}

const MIB = 1024 * 1024;
const STEP_MIB = 8;
/** 800 MiB a second: a parent that looks every few hundred milliseconds sees it in time. */
const STEP_MS = 10;

/** Never ends by itself; in a child process it cannot even be asked to stop. */
export async function hang({ inChild, signal }: Misbehaviour): Promise<never> {
  // No bound, on purpose: only the end of the process ends this loop.
  while (inChild) blockForMillis(1000);
  return untilAborted(signal);
}

/** Ends the process without a word, as a crash of native code does. */
export async function crash({ inChild, signal }: Misbehaviour): Promise<never> {
  if (!inChild) throw new RetryableError("HandlerCrashed", "simulated: the process would have ended here");
  process.kill(process.pid, "SIGKILL");
  return untilAborted(signal);
}

/** Takes memory until it is stopped, at most `memoryMiB`. */
export async function eatMemory(memoryMiB: number, { inChild, signal }: Misbehaviour): Promise<never> {
  const eaten: Buffer[] = [];
  while (inChild && eaten.length * STEP_MIB < memoryMiB) {
    // Filled: untouched pages would cost nothing.
    eaten.push(Buffer.alloc(STEP_MIB * MIB, 1));
    await delay(STEP_MS, undefined, { signal });
  }
  const what = inChild ? `took ${eaten.length * STEP_MIB} MiB and nobody objected` : "would have taken all memory";
  throw new RetryableError("OutOfMemory", `simulated: ${what}`);
}

/** Computes: nothing else runs in this process meanwhile. */
export function blockForMillis(millis: number): void {
  const end = performance.now() + millis;
  while (performance.now() < end);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
