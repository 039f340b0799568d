import { describe, expect, test, vi } from "vitest";
import fc from "fast-check";
import { JobAdmission } from "../../engine/admission/job-admission.ts";
import { fold } from "../../engine/ledger/fold.ts";
import { type FoldState, SILENT, createFoldState } from "../../engine/ledger/fold-state.ts";
import { planWindow } from "../../engine/plan/plan-window.ts";
import { decodeRecord } from "./broker.ts";
import { CHECKS } from "./checks.ts";
import { COMMON, eventsOf } from "./events.ts";
import { readable } from "./readable.ts";
import { RUNS_TIMEOUT_MS, runsOf } from "./runs.ts";
import { TEMPERS } from "./temper.ts";
import { NO_CHECKS, type World, type WorldOptions, runWorld } from "./world.ts";

const options: fc.Arbitrary<WorldOptions> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  // The failure policy speaks from twenty on.
  documents: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 20, max: 45 })),
  stages: fc.integer({ min: 1, max: 3 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  temper: fc.constantFrom(...TEMPERS),
  faults: fc.constantFrom(0, 5, 20),
  steps: fc.integer({ min: 10, max: 800 }),
});

vi.setConfig({ testTimeout: RUNS_TIMEOUT_MS });

describe("a job's whole life, whatever goes wrong", () => {
  test("the engine says what a plain reading of the ledger says, publishes what that asks for, and comes to an end", () => {
    fc.assert(fc.property(options, (each) => void runWorld(each, CHECKS)), runsOf(1));
  });

  test("a try that began with nothing wrong is worked on once", () => {
    fc.assert(
      fc.property(options, (each) => {
        const { workers } = runWorld({ ...each, faults: 0 }, NO_CHECKS);
        const tries = workers.history.map(({ identity }) => JSON.stringify(identity));
        expect(tries).toEqual([...new Set(tries)]);
      }),
      runsOf(1 / 3),
    );
  });
});

describe("the ledger is all that the fold looks at", () => {
  test("a leader that took over from a snapshot of any age knows what one knows that read everything", () => {
    fc.assert(
      fc.property(options, (each) => {
        const world = runWorld(each, NO_CHECKS);
        const whole = readable(replay(world, SILENT));
        for (const leader of world.leaders) expect(readable(leader.state)).toEqual(whole);
      }),
      runsOf(1 / 3),
    );
  });

  test("what a ledger says does not change with the job's settings, nor with what is planned meanwhile", () => {
    const settings = fc.record({ maxAttempts: fc.nat(5), initialDelaySeconds: fc.nat(9), multiplier: fc.integer({ min: 1, max: 3 }), maxDelaySeconds: fc.nat(99) });
    fc.assert(
      fc.property(options, fc.array(settings, { minLength: 1, maxLength: 5 }), (each, edits) => {
        const world = runWorld(each, NO_CHECKS);
        const state = createFoldState();
        const first = edits[0];
        if (first === undefined) return;
        const admission = new JobAdmission(state, first);
        world.broker.records.forEach((stored, place) => {
          fold(state, decodeRecord(stored), admission);
          if (place % 7 === 0) admission.setRetry(edits[place % edits.length] ?? first);
          if (place % 3 === 0) planAndPublish(admission, stored.timeMs);
        });
        expect(readable(state)).toEqual(readable(replay(world, SILENT)));
      }),
      runsOf(1 / 6),
    );
  });
});

test("the worlds are as eventful as they are meant to be", () => {
  const worlds = fc.sample(options, { seed: 1, numRuns: 200 }).map((each) => runWorld(each, NO_CHECKS));
  const shares = new Map<string, number>(COMMON.map((event) => [event, 0]));
  for (const world of worlds) for (const event of eventsOf(world)) shares.set(event, (shares.get(event) ?? 0) + 1 / worlds.length);
  if (process.env["REAM_EVENTS"] !== undefined) console.table([...shares].sort((a, b) => a[1] - b[1]).map(([event, share]) => ({ event, percent: Math.round(share * 100) })));
  expect(COMMON.filter((event) => (shares.get(event) ?? 0) < 0.05)).toEqual([]);
});

function replay(world: World, observer: typeof SILENT): FoldState {
  const state = createFoldState();
  for (const stored of world.broker.records) fold(state, decodeRecord(stored), observer);
  return state;
}

function planAndPublish(admission: JobAdmission, nowMs: number): void {
  admission.advance(nowMs);
  const stages = Array.from({ length: admission.state.documents?.stages ?? 0 }, (_, stage) => stage);
  const job = { uid: "job", priority: 0, running: nowMs % 5 > 0, stages, admission };
  const plan = planWindow({ size: 4, jobs: [job], deliveredSequence: 0, mayMakeRoom: true });
  plan.publish.forEach(({ candidate }, place) => admission.admitted(candidate, { sequence: place + 1, atMs: nowMs }));
  for (const { item } of plan.withdraw) admission.removed(item.text);
}
