/** Several jobs in one window, over a while: what the plans add up to, whoever comes, goes, stops or changes rank. */
import { expect, test } from "vitest";
import fc from "fast-check";
import { type WindowJob, planWindow } from "./plan-window.ts";
import { type TestJob, applyWindow, makeJob } from "./testing.ts";

interface Facts {
  readonly total: number;
  readonly blockSize: number;
  readonly priority: number;
  readonly parallelism: number | undefined;
  readonly running: boolean;
}

const facts: fc.Arbitrary<Facts> = fc.record({
  total: fc.nat(60),
  blockSize: fc.integer({ min: 1, max: 5 }),
  priority: fc.integer({ min: -2, max: 2 }),
  parallelism: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  running: fc.boolean(),
});
/** Which job changes, to what; how many of its documents end before; how much of the stream is delivered by then, in percent. */
const event = fc.record({ place: fc.nat(3), to: facts, ends: fc.nat(8), delivered: fc.nat(100), size: fc.integer({ min: 1, max: 40 }) });

/** A plan that makes room is followed by one that fills it; a window that has become smaller is emptied item by item. */
const MOST_PASSES = 50;

test("comes to rest, within its size, and takes back nothing that is delivered", () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 4, maxLength: 4 }), fc.array(event, { minLength: 1, maxLength: 12 }), (first, events) => {
      const jobs = first.map((each) => makeJob(each));
      const now = [...first];
      let deliveredSequence = 0;
      for (const { place, to, ends, delivered, size } of events) {
        const before = now[place];
        if (before !== undefined) now[place] = { ...to, total: before.total, blockSize: before.blockSize };
        endSome(jobs[place], ends);
        const window = jobs.map((job, each) => toJob(job, now[each], each));
        deliveredSequence = Math.max(deliveredSequence, sequences(jobs)[Math.floor((delivered * sequences(jobs).length) / 101)] ?? 0);
        const input = { size, jobs: window, deliveredSequence, mayMakeRoom: true };
        for (let pass = 0; pass < MOST_PASSES; pass += 1) {
          const held = sequences(jobs).filter((sequence) => sequence <= deliveredSequence);
          const plan = applyWindow(input);
          if (plan.publish.length + plan.withdraw.length === 0) break;
          expect(sequences(jobs).filter((sequence) => sequence <= deliveredSequence)).toEqual(held);
          if (plan.publish.length > 0) expect(countRunning(window)).toBeLessThanOrEqual(size);
          for (const job of window) if (plan.publish.some(({ uid }) => uid === job.uid)) expect(job.admission.inFlight.size).toBeLessThanOrEqual(job.parallelism ?? Infinity);
        }
        expect(planWindow(input)).toEqual({ publish: [], withdraw: [] });
        checkNobodyWaitsForNothing(window, size);
      }
    }),
  );
});

function toJob({ admission }: TestJob, each: Facts | undefined, place: number): WindowJob {
  const parallelism = each?.parallelism === undefined ? {} : { parallelism: each.parallelism };
  return { uid: `job${place}`, priority: each?.priority ?? 0, running: each?.running ?? false, stages: [0], admission, ...parallelism };
}

/** Documents in the stream succeed, the oldest item first. */
function endSome(job: TestJob | undefined, count: number): void {
  const open = [...(job?.admission.inFlight.items() ?? [])].flatMap((item) => [...item.open]);
  for (const index of open.slice(0, count)) job?.outcome({ outcome: "Succeeded", index, stage: 0, try: 1 });
}

function sequences(jobs: readonly TestJob[]): number[] {
  return jobs.flatMap(({ admission }) => [...admission.inFlight.items()].map((item) => item.sequence)).sort((a, b) => a - b);
}

/** What a job that was stopped still has with workers is on its way out, and counts no more. */
function countRunning(window: readonly WindowJob[]): number {
  return window.reduce((sum, job) => sum + (job.running ? job.admission.inFlight.size : 0), 0);
}

/** Room is left only where no running job has more to put there. */
function checkNobodyWaitsForNothing(window: readonly WindowJob[], size: number): void {
  if (countRunning(window) >= size) return;
  const waiting = window.filter((job) => job.running && job.admission.inFlight.size < (job.parallelism ?? Infinity) && job.admission.candidates([0]).next().done !== true);
  expect(waiting.map((job) => job.uid)).toEqual([]);
}
