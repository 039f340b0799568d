/** The loop of a local run: step, sleep until something happens, and see when it is over. */
import { pause } from "../worker/backoff.ts";
import type { LocalLeader, StepResult } from "./local-leader.ts";
import type { Wake } from "./wake.ts";
import type { StopReason } from "./run-job-options.ts";
import { type TaskTrouble, taskTries, taskTrouble } from "./task-trouble.ts";

export interface RunLoopOptions {
  readonly leader: LocalLeader;
  readonly wake: Wake;
  readonly drainSignal: AbortSignal;
  /** Set when the ledger takes no more. */
  readonly failure: () => { readonly reason: StopReason; readonly message: string } | undefined;
  readonly nowMs: () => number;
}

export type LoopEnd = { readonly end: "finished" } | TaskTrouble;

/** While documents are in flight, the next pass waits for so many times as long as this one took: a plan of a large window is no trifle. */
const PAUSE_PER_PASS = 19;
/** What ends within it is planned for together. */
const LEAST_PAUSE_MS = 2;
/** A slot should not run dry meanwhile. */
const MOST_PAUSE_MS = 25;

/** Workers are still running when it returns. */
export async function runLoop(options: RunLoopOptions): Promise<LoopEnd> {
  const { leader, wake, drainSignal, nowMs } = options;
  const triesBefore = taskTries(leader.state);
  drainSignal.addEventListener("abort", wake.wake);
  try {
    for (;;) {
      const failure = options.failure();
      if (failure !== undefined) return { end: "stopped", ...failure };
      if (drainSignal.aborted) return { end: "stopped", reason: "drained", message: "stopped before the end; run again to go on" };
      const beganMs = performance.now();
      const step = await leader.step();
      const end = judge(step, leader) ?? taskTrouble(leader.state, triesBefore);
      if (end !== undefined) return end;
      if (leader.admission.inFlight.size > 0) await pause(pauseAfter(performance.now() - beganMs), drainSignal);
      await wake.sleep(Math.max(1, step.wakeAtMs - nowMs()));
    }
  } finally {
    drainSignal.removeEventListener("abort", wake.wake);
  }
}

function pauseAfter(passMs: number): number {
  return Math.max(LEAST_PAUSE_MS, Math.min(MOST_PAUSE_MS, PAUSE_PER_PASS * passMs));
}

function judge(step: StepResult, leader: LocalLeader): LoopEnd | undefined {
  if (step.isFinished) return { end: "finished" };
  // What a worker holds is waited for: its documents end, or are given back.
  if (step.suspended === "no" || leader.admission.inFlight.size > 0) return undefined;
  const byPolicy = "more documents failed than failurePolicy.maxFailedPercent allows. Look at `ream status`, then raise the limit, or run `ream retry` once the cause is mended";
  return { end: "stopped", reason: "suspendedByPolicy", message: step.suspended === "byPolicy" ? byPolicy : "the job says `suspend: true`" };
}
