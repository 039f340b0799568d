/** Jobs in a stated condition, for tests of the plans: made by folding the records that lead to it. */
import type { ControlRecord } from "../../contract/wire/control.ts";
import type { Outcome } from "../../contract/wire/outcome.ts";
import { JobAdmission } from "../admission/job-admission.ts";
import { fold } from "../ledger/fold.ts";
import { type FoldState, createFoldState } from "../ledger/fold-state.ts";
import { planWindow } from "./plan-window.ts";
import type { WindowJob } from "./plan-window.ts";

export const RETRY = { maxAttempts: 4, initialDelaySeconds: 2, multiplier: 2, maxDelaySeconds: 300 };

export interface TestJob {
  readonly state: FoldState;
  readonly admission: JobAdmission;
  readonly control: (record: ControlRecord, timeMs?: number) => void;
  readonly outcome: (outcome: Outcome, timeMs?: number) => void;
}

/** A job with its documents discovered at time 1,000. */
export function makeJob(options: { total: number; stages?: number; blockSize?: number }): TestJob {
  const state = createFoldState();
  const admission = new JobAdmission(state, RETRY);
  const next = (): number => state.sequence + 1;
  const control = (record: ControlRecord, timeMs = 1_000): void => fold(state, { sequence: next(), timeMs, body: { kind: "control", term: 1, record } }, admission);
  const outcome = (entry: Outcome, timeMs = 1_000): void => fold(state, { sequence: next(), timeMs, body: { kind: "outcomes", worker: "w", boot: "b", outcomes: [entry] } }, admission);
  control({ type: "Discovered", run: "r", total: options.total, pages: 1, stages: options.stages ?? 1, blockSize: options.blockSize ?? 1, sha256: "" });
  return { state, admission, control, outcome };
}

export function toWindowJob(job: TestJob, options: Partial<WindowJob> & { uid: string }): WindowJob {
  return { priority: 0, running: true, stages: [0], admission: job.admission, ...options };
}

/** Plans a window and does what the plan says. Sequences go on from what is in flight, or was delivered. */
export function applyWindow(input: Parameters<typeof planWindow>[0]): ReturnType<typeof planWindow> {
  const plan = planWindow(input);
  const byUid = new Map(input.jobs.map((job) => [job.uid, job.admission]));
  for (const { uid, item } of plan.withdraw) byUid.get(uid)?.removed(item.text);
  const newest = Math.max(input.deliveredSequence, ...input.jobs.flatMap((job) => [...job.admission.inFlight.items()].map((item) => item.sequence)));
  plan.publish.forEach(({ uid, candidate }, place) => byUid.get(uid)?.admitted(candidate, { sequence: newest + place + 1, atMs: 1_000 }));
  return plan;
}
