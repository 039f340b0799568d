/**
 * What one plan of the window costs, with few and with many documents behind it.
 *
 * Jobs of all sizes take turns at the same step: workers end a fixed number of items, the plan replaces them, and another
 * plan finds the window full. A tenth of the documents has ended before, and some wait for a retry, so that the plan has
 * something behind it and something to look past.
 */
import type { Outcome } from "../../../contract/wire/outcome.ts";
import type { InFlightItem } from "../../../engine/admission/in-flight.ts";
import { DocumentState } from "../../../engine/ledger/document-state.ts";
import { planWindow } from "../../../engine/plan/plan-window.ts";
import { type Measured, toMeasured } from "../measure.ts";
import { type BenchJob, START_MS, createBenchJob, fillWindow, foldNext, windowInput } from "./bench-job.ts";

export interface PlanCase {
  readonly name: string;
  readonly documents: readonly number[];
  readonly blockSize: number;
  readonly window: number;
  /** Items in flight when the window is full: the window, or the job's parallelism where that is less. */
  readonly inFlight: number;
  /** Items that one plan replaces. */
  readonly replaced: number;
}

const SIZES = [1_000, 10_000, 100_000, 1_000_000];

/** A window of 5,000 items cannot be full of a thousand documents: there parallelism keeps it to the same number for all. */
export const PLAN_CASES: readonly PlanCase[] = [
  { name: "window 64, blocks of 10", documents: SIZES, blockSize: 10, window: 64, inFlight: 64, replaced: 8 },
  { name: "window 5000, parallelism 512", documents: SIZES, blockSize: 1, window: 5000, inFlight: 512, replaced: 32 },
  { name: "window 5000, full", documents: SIZES.slice(1), blockSize: 1, window: 5000, inFlight: 5000, replaced: 256 },
];

export interface PlanCost {
  readonly documents: number;
  /** Microseconds of a plan that replaces what ended, and of one that finds nothing to do. */
  readonly fillMicros: Measured;
  readonly fullMicros: Measured;
}

interface Running {
  readonly documents: number;
  job: BenchJob;
  readonly fillMicros: number[];
  readonly fullMicros: number[];
}

const STAGES = 3;
const NOW_MS = START_MS + 60_000;
const ENDED_SHARE = 10;
/** Every so many of those at the front wait for a retry, for longer than the measurement takes. */
const WAITING_SHARE = 20;
const WAIT_SECONDS = 86_400;

export function measurePlanCost(plan: PlanCase, samples: number): PlanCost[] {
  const running = plan.documents.map((documents): Running => ({ documents, job: startJob(documents, plan), fillMicros: [], fullMicros: [] }));
  for (let sample = 0; sample < samples; sample += 1) {
    for (const each of running) runStep(each, plan);
  }
  // The first fifth runs before the compiler has settled.
  const settled = (micros: readonly number[]): Measured => toMeasured(micros.slice(samples / 5));
  return running.map(({ documents, fillMicros, fullMicros }) => ({ documents, fillMicros: settled(fillMicros), fullMicros: settled(fullMicros) }));
}

function runStep(running: Running, plan: PlanCase): void {
  if (isRunningDry(running.job, plan)) running.job = startJob(running.documents, plan);
  const { job } = running;
  endItems(job, plan.replaced);
  running.fillMicros.push(timePlan(job, plan, plan.replaced));
  fillWindow(job, NOW_MS, toWindow(plan));
  running.fullMicros.push(timePlan(job, plan, 0));
}

function timePlan(job: BenchJob, plan: PlanCase, expected: number): number {
  const input = windowInput(job, toWindow(plan));
  const startedMs = performance.now();
  job.admission.advance(NOW_MS);
  const { publish } = planWindow(input);
  const micros = (performance.now() - startedMs) * 1000;
  if (publish.length !== expected) throw new Error(`a plan of ${job.size.documents} documents publishes ${publish.length} items, not ${expected}`);
  return micros;
}

function toWindow({ window, inFlight }: PlanCase): { size: number; parallelism: number } {
  return { size: window, parallelism: inFlight };
}

/** Fewer new documents left than the next plan could want. */
function isRunningDry({ state, admission }: BenchJob, { blockSize, replaced }: PlanCase): boolean {
  const ready = state.documents?.tallies.at(0, DocumentState.Ready) ?? 0;
  return ready - admission.inFlight.documentsAt(0).firstTries < replaced * blockSize;
}

function startJob(documents: number, plan: PlanCase): BenchJob {
  const job = createBenchJob({ documents, stages: STAGES, blockSize: plan.blockSize });
  const ended = documents / ENDED_SHARE;
  for (let stage = 0; stage < STAGES; stage += 1) {
    for (let index = 0; index < ended; index += 1) foldOutcome(job, endAtFront(index, stage));
  }
  fillWindow(job, NOW_MS, toWindow(plan));
  return job;
}

function endAtFront(index: number, stage: number): Outcome {
  if (index % WAITING_SHARE > 0) return { outcome: "Succeeded", index, stage, try: 1 };
  return { outcome: "Failed", index, stage, try: 1, reason: "Unavailable", last: false, retryAfterSeconds: WAIT_SECONDS };
}

/** The oldest ones in flight. */
function endItems(job: BenchJob, count: number): void {
  for (const item of [...job.admission.inFlight.items()].slice(0, count)) endItem(job, item);
}

function endItem(job: BenchJob, { key, open }: InFlightItem): void {
  if (key.kind !== "block") throw new Error(`an item of ${key.kind} is in flight, and only blocks were expected`);
  for (const index of open) foldOutcome(job, { outcome: "Succeeded", index, stage: key.stage, try: 1 });
}

function foldOutcome({ state, admission }: BenchJob, outcome: Outcome): void {
  foldNext(state, { timeMs: START_MS, body: { kind: "outcomes", worker: "w", boot: "b", outcomes: [outcome] } }, admission);
}
