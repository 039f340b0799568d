/** The loop of a local run: step, sleep until something happens, and see when it is over. */
import type { LocalLeader, StepResult } from "./local-leader.ts";
import type { Wake } from "./wake.ts";
import type { StopReason } from "./run-job-options.ts";

export interface RunLoopOptions {
  readonly leader: LocalLeader;
  readonly wake: Wake;
  readonly drainSignal: AbortSignal;
  /** Set when the ledger takes no more. */
  readonly failure: () => { readonly reason: StopReason; readonly message: string } | undefined;
  readonly nowMs: () => number;
}

export type LoopEnd = { readonly end: "finished" } | { readonly end: "stopped"; readonly reason: StopReason; readonly message: string };

/** Between two passes at least this long: what ends within it is planned for together. */
const PACE_MS = 2;

/** Workers are still running when it returns. */
export async function runLoop(options: RunLoopOptions): Promise<LoopEnd> {
  const { leader, wake, drainSignal, nowMs } = options;
  drainSignal.addEventListener("abort", wake.wake);
  try {
    for (;;) {
      const failure = options.failure();
      if (failure !== undefined) return { end: "stopped", ...failure };
      if (drainSignal.aborted) return { end: "stopped", reason: "drained", message: "stopped before the end; run again to go on" };
      const step = await leader.step();
      const end = judge(step, leader);
      if (end !== undefined) return end;
      await wake.sleep(Math.max(PACE_MS, step.wakeAtMs - nowMs()));
    }
  } finally {
    drainSignal.removeEventListener("abort", wake.wake);
  }
}

function judge(step: StepResult, leader: LocalLeader): LoopEnd | undefined {
  if (step.isFinished) return { end: "finished" };
  // What a worker holds is waited for: its documents end, or are given back.
  if (step.suspended === "no" || leader.admission.inFlight.size > 0) return undefined;
  const byPolicy = "more documents failed than failurePolicy.maxFailedPercent allows. Look at `ream status`, then raise the limit, or run `ream retry` once the cause is mended";
  return { end: "stopped", reason: "suspendedByPolicy", message: step.suspended === "byPolicy" ? byPolicy : "the job says `suspend: true`" };
}
