import { describe, expect, test } from "vitest";
import { type JobInput, type JobWants, planJob } from "./plan-job.ts";
import { type TestJob, applyWindow, makeJob, toWindowJob } from "./testing.ts";
import { createFoldState } from "../ledger/fold-state.ts";
import { fold } from "../ledger/fold.ts";

const wants: JobWants = { stages: 1, batchSize: 10, suspend: false, cancel: false };

function inputOf(job: Pick<TestJob, "state">, options: Partial<JobInput> = {}): JobInput {
  return { wants, state: job.state, nowMs: 2_000, deliveredItems: 0, slots: 1, ...options };
}

function end(job: TestJob, count: number, failed: number): void {
  for (let index = 0; index < count; index += 1) {
    if (index < failed) job.outcome({ outcome: "Rejected", reason: "Corrupt", index, stage: 0, try: 1 });
    else job.outcome({ outcome: "Succeeded", index, stage: 0, try: 1 });
  }
}

describe("discovery", () => {
  test("asks for a discover item, waits longer after each failure, and ends the job when the manifest itself is at fault", () => {
    const state = createFoldState();
    const fail = (tryNumber: number, reason: "SourceUnavailable" | "DuplicateIds"): void =>
      fold(state, { sequence: state.sequence + 1, timeMs: 10_000, body: { kind: "outcomes", worker: "w", boot: "b", outcomes: [{ outcome: "TaskFailed", task: "discover", try: tryNumber, round: 0, reason, message: "line 3" }] } });
    expect(planJob(inputOf({ state })).task).toEqual({ kind: "discover", try: 1 });
    fail(1, "SourceUnavailable");
    expect(planJob(inputOf({ state }, { nowMs: 10_500 }))).toEqual({ records: [], entryState: "run", wakeAtMs: 11_000 });
    expect(planJob(inputOf({ state }, { nowMs: 11_000 })).task).toEqual({ kind: "discover", try: 2 });
    fail(2, "DuplicateIds");
    expect(planJob(inputOf({ state }, { nowMs: 11_000 })).records).toEqual([{ type: "Sealed", reason: "DuplicateIds", message: "line 3" }]);
  });

  test("makes blocks smaller than batchSize where a job would not keep all slots busy", () => {
    const state = createFoldState();
    const found = { outcome: "Discovered", try: 1, run: "r", total: 240, pages: 1, sha256: "" } as const;
    fold(state, { sequence: 1, timeMs: 10_000, body: { kind: "outcomes", worker: "w", boot: "b", outcomes: [found] } });
    expect(planJob(inputOf({ state }, { slots: 16 })).records).toMatchObject([{ type: "Discovered", blockSize: 1 }]);
    expect(planJob(inputOf({ state }, { slots: 2 })).records).toMatchObject([{ type: "Discovered", blockSize: 7 }]);
    expect(planJob(inputOf({ state }, { slots: 1 })).records).toMatchObject([{ type: "Discovered", blockSize: 10 }]);
  });
});

describe("precedence", () => {
  test("cancel comes before deadline, deadline before failure policy, failure policy before suspend", () => {
    const job = makeJob({ total: 100 });
    end(job, 20, 20);
    const all = { ...wants, cancel: true, suspend: true, activeDeadlineSeconds: 0, failurePolicy: { maxFailedPercent: 10, action: "Fail" as const } };
    const reasonOf = (each: JobWants): unknown => planJob(inputOf(job, { wants: each })).records[0];
    expect(reasonOf(all)).toMatchObject({ reason: "Cancelled" });
    expect(reasonOf({ ...all, cancel: false })).toMatchObject({ reason: "DeadlineExceeded" });
    const { activeDeadlineSeconds: _, ...noDeadline } = all;
    expect(reasonOf({ ...noDeadline, cancel: false })).toMatchObject({ reason: "FailurePolicy" });
    expect(reasonOf({ ...wants, suspend: true })).toEqual({ type: "Suspended" });
  });
});

describe("stopping", () => {
  test("waits for delivered items, a minute at most, and tells workers at once", () => {
    const job = makeJob({ total: 100 });
    const input = inputOf(job, { wants: { ...wants, cancel: true }, deliveredItems: 1, stoppingSinceMs: 2_000 });
    expect(planJob(input)).toEqual({ records: [], entryState: "cancelled", stopping: "Cancelled", wakeAtMs: 62_000 });
    expect(planJob({ ...input, nowMs: 62_000 }).records).toEqual([{ type: "Sealed", reason: "Cancelled" }]);
    expect(planJob({ ...input, deliveredItems: 0 }).records).toEqual([{ type: "Sealed", reason: "Cancelled" }]);
  });

  test("never reopens a cancelled job", () => {
    const job = makeJob({ total: 1 });
    job.control({ type: "Sealed", reason: "Cancelled" });
    job.control({ type: "Finalized", round: 0, countsAddUp: true });
    expect(planJob(inputOf(job, { wants: { ...wants, retryFailedBeforeMs: 5_000 } })).records).toEqual([]);
  });
});

describe("the deadline", () => {
  test("stands still while the job is suspended", () => {
    const job = makeJob({ total: 10 });
    const limited = { ...wants, activeDeadlineSeconds: 10 };
    job.control({ type: "Suspended" }, 5_000);
    expect(planJob(inputOf(job, { wants: { ...limited, suspend: true }, nowMs: 99_000 })).records).toEqual([]);
    job.control({ type: "Resumed" }, 100_000);
    expect(planJob(inputOf(job, { wants: limited, nowMs: 105_999 }))).toMatchObject({ records: [], wakeAtMs: 106_000 });
    expect(planJob(inputOf(job, { wants: limited, nowMs: 106_000 })).records).toEqual([{ type: "Sealed", reason: "DeadlineExceeded" }]);
  });

  test("starts anew with a round", () => {
    const job = makeJob({ total: 1 });
    job.control({ type: "Sealed", reason: "DeadlineExceeded" }, 12_000);
    job.control({ type: "Finalized", round: 0, countsAddUp: true }, 12_000);
    job.control({ type: "Reopened", round: 1, failedBeforeMs: 50_000 }, 60_000);
    const input = inputOf(job, { wants: { ...wants, activeDeadlineSeconds: 10, retryFailedBeforeMs: 50_000 }, nowMs: 69_000 });
    expect(planJob(input).records).toEqual([]);
    expect(planJob({ ...input, nowMs: 70_000 }).records).toMatchObject([{ reason: "DeadlineExceeded" }]);
  });
});

describe("the failure policy", () => {
  const policy = (maxFailedPercent: number): JobWants => ({ ...wants, failurePolicy: { maxFailedPercent, action: "Suspend" } });

  test("is silent until twenty documents have ended, and measures against the total", () => {
    const job = makeJob({ total: 100 });
    end(job, 19, 19);
    expect(planJob(inputOf(job, { wants: policy(10) })).records).toEqual([]);
    job.outcome({ outcome: "Succeeded", index: 50, stage: 0, try: 1 });
    expect(planJob(inputOf(job, { wants: policy(19) })).records).toEqual([]);
    expect(planJob(inputOf(job, { wants: policy(18) })).records).toEqual([{ type: "PolicyTripped", failed: 19, ended: 20 }]);
  });

  test("lets a job that it suspended go on when the limit is raised, and trips again only after twenty more", () => {
    const job = makeJob({ total: 100 });
    end(job, 20, 20);
    job.control({ type: "PolicyTripped", failed: 20, ended: 20 });
    expect(planJob(inputOf(job, { wants: policy(10) }))).toMatchObject({ records: [], entryState: "suspended" });
    expect(planJob(inputOf(job, { wants: policy(50) })).records).toEqual([{ type: "Resumed" }]);
    job.control({ type: "Resumed" });
    for (let index = 20; index < 39; index += 1) job.outcome({ outcome: "Succeeded", index, stage: 0, try: 1 });
    expect(planJob(inputOf(job, { wants: policy(10) })).records).toEqual([]);
    job.outcome({ outcome: "Succeeded", index: 40, stage: 0, try: 1 });
    expect(planJob(inputOf(job, { wants: policy(10) })).records).toMatchObject([{ type: "PolicyTripped" }]);
  });

  test("goes on when a person suspends and resumes the job", () => {
    const job = makeJob({ total: 100 });
    end(job, 20, 20);
    job.control({ type: "PolicyTripped", failed: 20, ended: 20 });
    expect(planJob(inputOf(job, { wants: { ...policy(10), suspend: true } })).records).toEqual([{ type: "Suspended" }]);
    job.control({ type: "Suspended" });
    expect(planJob(inputOf(job, { wants: policy(10) })).records).toEqual([{ type: "Resumed" }]);
  });

  test("counts a new round from nothing", () => {
    const job = makeJob({ total: 40 });
    end(job, 40, 30);
    job.control({ type: "Sealed", reason: "Completed" });
    job.control({ type: "Finalized", round: 0, countsAddUp: true });
    job.control({ type: "Reopened", round: 1, failedBeforeMs: 1_001, reasons: ["Corrupt"] }, 1_001);
    for (let index = 0; index < 20; index += 1) job.outcome({ outcome: "Succeeded", index, stage: 0, try: 2 });
    expect(planJob(inputOf(job, { wants: { ...policy(10), retryFailedBeforeMs: 1_001 } })).records).toEqual([]);
  });
});

describe("finishing", () => {
  test("seals when every document has ended, finalizes, and says whether the files add up", () => {
    const job = makeJob({ total: 2 });
    end(job, 2, 1);
    expect(planJob(inputOf(job)).records).toEqual([{ type: "Sealed", reason: "Completed" }]);
    job.control({ type: "Sealed", reason: "Completed" });
    expect(planJob(inputOf(job)).task).toEqual({ kind: "finalize", round: 0, try: 1 });
    const counts = { succeeded: 1, failed: 1, skipped: 0, cancelled: 0 };
    job.outcome({ outcome: "FinalizeDone", try: 1, round: 0, counts, missingOutputs: 0 });
    expect(planJob(inputOf(job)).records).toEqual([{ type: "Finalized", round: 0, countsAddUp: true }]);
  });

  test.each([
    ["a document is missing from the files", { succeeded: 1, failed: 0, skipped: 0, cancelled: 0 }, 0],
    ["a document ended otherwise than the files say", { succeeded: 2, failed: 0, skipped: 0, cancelled: 0 }, 0],
    ["a recorded output is not there", { succeeded: 1, failed: 1, skipped: 0, cancelled: 0 }, 1],
  ])("says that counts do not add up when %s", (_, counts, missingOutputs) => {
    const job = makeJob({ total: 2 });
    end(job, 2, 1);
    job.control({ type: "Sealed", reason: "Completed" });
    job.outcome({ outcome: "FinalizeDone", try: 1, round: 0, counts, missingOutputs });
    expect(planJob(inputOf(job)).records).toEqual([{ type: "Finalized", round: 0, countsAddUp: false }]);
  });
});

describe("suspects", () => {
  const lose = (job: TestJob, tryNumber: number, boot: string): void => {
    const { state } = job;
    fold(state, { sequence: state.sequence + 1, timeMs: 1_000, body: { kind: "outcomes", worker: "w", boot, outcomes: [{ outcome: "Started", index: 0, stage: 0, try: tryNumber }] } }, job.admission);
    job.outcome({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: tryNumber }] });
  };

  test("are ended when three workers went away under them, and are run alone before", () => {
    const job = makeJob({ total: 2 });
    job.outcome({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: 1 }] });
    job.admission.advance(100_000);
    const plan = applyWindow({ size: 9, jobs: [toWindowJob(job, { uid: "a" })], deliveredSequence: 0, mayMakeRoom: false });
    expect(plan.publish.map(({ candidate }) => candidate.suspect)).toEqual([true, false]);
    ["one", "two", "three"].forEach((boot, place) => lose(job, place + 2, boot));
    expect(planJob(inputOf(job)).records).toEqual([{ type: "WorkerCrashed", index: 0, stage: 0, try: 5 }]);
    job.control({ type: "WorkerCrashed", index: 0, stage: 0, try: 5 });
    expect(job.state.failures.list()).toMatchObject([{ reason: "WorkerCrashed", count: 1 }]);
  });

  test("are not ended while one of those workers is heard of", () => {
    const job = makeJob({ total: 2 });
    job.outcome({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: 1 }] });
    ["one", "two", "three"].forEach((boot, place) => lose(job, place + 2, boot));
    const { state } = job;
    fold(state, { sequence: state.sequence + 1, timeMs: 1_000, body: { kind: "outcomes", worker: "w", boot: "two", outcomes: [] } }, job.admission);
    expect(planJob(inputOf(job)).records).toEqual([]);
  });

  test("are not ended for the same worker lost three times", () => {
    const job = makeJob({ total: 2 });
    job.outcome({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: 1 }] });
    [2, 3, 4].forEach((tryNumber) => lose(job, tryNumber, "same"));
    expect(planJob(inputOf(job)).records).toEqual([]);
  });
});
