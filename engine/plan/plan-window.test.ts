import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { applyWindow, makeJob, toWindowJob } from "./testing.ts";
import { type WindowJob, planWindow } from "./plan-window.ts";

const rest = { deliveredSequence: 0, mayMakeRoom: true };

function perJob(uids: readonly { uid: string }[]): Record<string, number> {
  return Object.fromEntries(Object.entries(Object.groupBy(uids, ({ uid }) => uid)).map(([uid, items]) => [uid, items?.length ?? 0]));
}

describe("filling", () => {
  test("gives equals the same number of documents, whatever their block sizes", () => {
    const small = toWindowJob(makeJob({ total: 500, blockSize: 1 }), { uid: "small" });
    const large = toWindowJob(makeJob({ total: 500, blockSize: 10 }), { uid: "large" });
    const plan = planWindow({ size: 22, jobs: [small, large], ...rest });
    expect(perJob(plan.publish)).toEqual({ small: 20, large: 2 });
  });

  test("lets lower priorities together keep a sixteenth of the window, at least one item", () => {
    const high = toWindowJob(makeJob({ total: 500 }), { uid: "high", priority: 5 });
    const low = toWindowJob(makeJob({ total: 500 }), { uid: "low", priority: -5 });
    expect(perJob(planWindow({ size: 64, jobs: [low, high], ...rest }).publish)).toEqual({ high: 60, low: 4 });
    expect(perJob(planWindow({ size: 8, jobs: [low, high], ...rest }).publish)).toEqual({ high: 7, low: 1 });
  });

  test("gives lower priorities all that higher ones leave, highest first", () => {
    const jobs = [1, 2, 3].map((priority) => toWindowJob(makeJob({ total: 5 }), { uid: `p${priority}`, priority }));
    expect(perJob(planWindow({ size: 12, jobs, ...rest }).publish)).toEqual({ p3: 5, p2: 5, p1: 2 });
  });

  test("holds a job to its parallelism over all its pools", () => {
    const job = toWindowJob(makeJob({ total: 50 }), { uid: "a", parallelism: 3 });
    applyWindow({ size: 10, jobs: [job], ...rest });
    expect(job.admission.inFlight.size).toBe(3);
    expect(planWindow({ size: 10, jobs: [job], ...rest }).publish).toEqual([]);
  });

  test("probes a stage with one item when much in a row was unavailable, and goes on when one succeeded", () => {
    const job = makeJob({ total: 50 });
    for (let index = 0; index < 8; index += 1) job.outcome({ outcome: "Returned", stage: 0, documents: [{ index, try: 1 }], why: "unavailable", started: true });
    const window = [toWindowJob(job, { uid: "a" })];
    expect(applyWindow({ size: 10, jobs: window, ...rest }).publish).toHaveLength(1);
    expect(applyWindow({ size: 10, jobs: window, ...rest }).publish).toHaveLength(0);
    job.outcome({ outcome: "Succeeded", index: 8, stage: 0, try: 1 });
    expect(applyWindow({ size: 10, jobs: window, ...rest }).publish.length).toBeGreaterThan(1);
  });

  test("takes joins and parts first, then later stages, then later tries, then new blocks", () => {
    const job = makeJob({ total: 6, stages: 2 });
    job.outcome({ outcome: "Succeeded", index: 0, stage: 0, try: 1 });
    job.outcome({ outcome: "Returned", stage: 0, documents: [{ index: 1, try: 1 }], why: "drain", started: true });
    job.outcome({ outcome: "Split", index: 2, stage: 0, try: 1, parts: 2, pagesPerPart: 1, pages: 2, sha256: "" });
    for (const part of [0, 1]) job.outcome({ outcome: "Succeeded", index: 2, stage: 0, try: 1, part, partTry: 1 });
    job.outcome({ outcome: "Split", index: 3, stage: 0, try: 1, parts: 2, pagesPerPart: 1, pages: 2, sha256: "" });
    const plan = planWindow({ size: 20, jobs: [toWindowJob(job, { uid: "a", stages: [0, 1] })], ...rest });
    const order = plan.publish.map(({ candidate: { key } }) => (key.kind === "part" ? `part ${key.index} ${key.part}` : `${key.kind} ${key.stage}`));
    expect(order).toEqual(["block 1", "part 2 join", "part 3 0", "part 3 1", "single 0", "block 0", "block 0"]);
  });

  test("never plans more than the window, never the same try twice, and plans nothing when the first plan was done", () => {
    const job = fc.record({ total: fc.nat(60), blockSize: fc.integer({ min: 1, max: 7 }), priority: fc.integer({ min: -2, max: 2 }), running: fc.boolean() });
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (facts, size) => {
        const jobs = facts.map((each, place): WindowJob => toWindowJob(makeJob(each), { uid: `j${place}`, ...each }));
        applyWindow({ size, jobs, ...rest });
        const inFlight = jobs.reduce((sum, each) => sum + each.admission.inFlight.size, 0);
        const wanted = jobs.reduce((sum, each, place) => sum + (each.running ? Math.ceil((facts[place]?.total ?? 0) / (facts[place]?.blockSize ?? 1)) : 0), 0);
        expect(inFlight).toBe(Math.min(size, wanted));
        expect(planWindow({ size, jobs, ...rest })).toEqual({ publish: [], withdraw: [] });
      }),
    );
  });

  test("starves nobody: every priority that waits has an item in the window or the window's share is taken by others below the top", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 1, max: 5 }), (size, lowerJobs) => {
        const top = toWindowJob(makeJob({ total: 500 }), { uid: "top", priority: 9 });
        const lower = Array.from({ length: lowerJobs }, (_, place) => toWindowJob(makeJob({ total: 500 }), { uid: `low${place}`, priority: place }));
        applyWindow({ size, jobs: [top, ...lower], ...rest });
        const kept = lower.reduce((sum, job) => sum + job.admission.inFlight.size, 0);
        expect(kept).toBe(Math.max(1, Math.floor(size / 16)));
      }),
    );
  });
});

describe("withdrawing", () => {
  test("takes back all undelivered items of a job that does not run, and none that is delivered", () => {
    const job = makeJob({ total: 10 });
    applyWindow({ size: 10, jobs: [toWindowJob(job, { uid: "a" })], ...rest });
    const plan = planWindow({ size: 10, jobs: [toWindowJob(job, { uid: "a", running: false })], deliveredSequence: 4, mayMakeRoom: false });
    expect(plan.publish).toEqual([]);
    expect(plan.withdraw.map(({ item }) => item.sequence)).toEqual([10, 9, 8, 7, 6, 5]);
  });

  test("makes room for a strictly higher priority, newest first, down to the lower ones' share", () => {
    const low = toWindowJob(makeJob({ total: 100 }), { uid: "low", priority: 0 });
    applyWindow({ size: 32, jobs: [low], ...rest });
    const high = toWindowJob(makeJob({ total: 100 }), { uid: "high", priority: 1 });
    const plan = applyWindow({ size: 32, jobs: [low, high], ...rest });
    expect(plan.withdraw).toHaveLength(30);
    expect(plan.withdraw[0]?.item.sequence).toBe(32);
    applyWindow({ size: 32, jobs: [low, high], ...rest });
    expect([high.admission.inFlight.size, low.admission.inFlight.size]).toEqual([30, 2]);
  });

  test("makes no more room than the higher priority needs, and none for an equal one", () => {
    const low = toWindowJob(makeJob({ total: 100 }), { uid: "low", priority: 0 });
    applyWindow({ size: 32, jobs: [low], ...rest });
    const high = toWindowJob(makeJob({ total: 3 }), { uid: "high", priority: 1 });
    expect(planWindow({ size: 32, jobs: [low, high], ...rest }).withdraw).toHaveLength(3);
    const equal = toWindowJob(makeJob({ total: 100 }), { uid: "equal", priority: 0 });
    expect(planWindow({ size: 32, jobs: [low, equal], ...rest }).withdraw).toEqual([]);
  });

  test("admits withdrawn documents again, under the same try", () => {
    const job = makeJob({ total: 4 });
    const first = applyWindow({ size: 4, jobs: [toWindowJob(job, { uid: "a" })], ...rest });
    applyWindow({ size: 4, jobs: [toWindowJob(job, { uid: "a", running: false })], ...rest });
    const second = applyWindow({ size: 4, jobs: [toWindowJob(job, { uid: "a" })], ...rest });
    expect(second.publish).toEqual(first.publish);
  });
});
