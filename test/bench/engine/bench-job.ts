/** One job as its leader has it, for measurements: the fold's state, its admission, and a window that is kept full. */
import type { ControlRecord } from "../../../contract/wire/control.ts";
import type { LedgerBody } from "../../../contract/wire/ledger-record.ts";
import type { Candidate } from "../../../engine/admission/candidate.ts";
import { JobAdmission } from "../../../engine/admission/job-admission.ts";
import { fold } from "../../../engine/ledger/fold.ts";
import { type FoldState, createFoldState } from "../../../engine/ledger/fold-state.ts";
import { type WindowInput, planWindow } from "../../../engine/plan/plan-window.ts";

export const RETRY = { maxAttempts: 4, initialDelaySeconds: 2, multiplier: 2, maxDelaySeconds: 300 };

/** When the ledgers of the measurements begin. */
export const START_MS = Date.UTC(2026, 0, 1);

export interface JobSize {
  readonly documents: number;
  readonly stages: number;
  readonly blockSize: number;
}

export interface BenchJob {
  readonly state: FoldState;
  readonly admission: JobAdmission;
  readonly size: JobSize;
  /** Of the last item that was published. */
  workSequence: number;
}

export function createBenchJob(size: JobSize): BenchJob {
  const state = createFoldState();
  const admission = new JobAdmission(state, RETRY);
  foldNext(state, { timeMs: START_MS, body: { kind: "control", term: 1, record: discoveredRecord(size) } }, admission);
  return { state, admission, size, workSequence: 0 };
}

export function discoveredRecord({ documents, stages, blockSize }: JobSize): ControlRecord {
  return { type: "Discovered", run: "01JD3Z4W9X", total: documents, pages: Math.ceil(documents / 1000), stages, blockSize, sha256: "0".repeat(64) };
}

export function foldNext(state: FoldState, record: { timeMs: number; body: LedgerBody }, admission?: JobAdmission): void {
  fold(state, { sequence: state.sequence + 1, ...record }, admission);
}

export interface WindowOptions {
  readonly size: number;
  readonly parallelism?: number;
}

/** Half of what is in flight is in the hands of workers. */
export function windowInput(job: BenchJob, { size, parallelism }: WindowOptions): WindowInput {
  const stages = Array.from({ length: job.size.stages }, (_, stage) => stage);
  const limit = parallelism === undefined ? {} : { parallelism };
  const deliveredSequence = job.workSequence - (job.admission.inFlight.size >> 1);
  return { size, jobs: [{ uid: "job", priority: 0, running: true, stages, admission: job.admission, ...limit }], deliveredSequence, mayMakeRoom: true };
}

/** Plans the window and does what the plan says. */
export function fillWindow(job: BenchJob, nowMs: number, options: WindowOptions): Candidate[] {
  job.admission.advance(nowMs);
  const candidates = planWindow(windowInput(job, options)).publish.map(({ candidate }) => candidate);
  for (const candidate of candidates) {
    job.workSequence += 1;
    job.admission.admitted(candidate, { sequence: job.workSequence, atMs: nowMs });
  }
  return candidates;
}
