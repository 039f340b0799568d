import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { SILENT, createFoldState } from "../../engine/ledger/fold-state.ts";
import { DocumentState } from "../../engine/ledger/document-state.ts";
import { encodeSnapshot } from "../../engine/ledger/snapshot.ts";
import { fold } from "../../engine/ledger/fold.ts";
import { toProgress } from "../../engine/progress.ts";
import { decodeItem } from "../../contract/wire/codec.ts";
import { decodeRecord } from "./broker.ts";
import type { Leader } from "./leader.ts";
import { judge } from "./oracle.ts";
import { type World, type WorldOptions, runWorld } from "./world.ts";

const WORLDS = Number(process.env["REAM_WORLDS"] ?? 300);

const options: fc.Arbitrary<WorldOptions> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  documents: fc.integer({ min: 1, max: 30 }),
  stages: fc.integer({ min: 1, max: 3 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  faults: fc.constantFrom(0, 5, 20),
  steps: fc.integer({ min: 10, max: 800 }),
});

describe("a job's whole life, whatever goes wrong", () => {
  test("the engine says what a plain reading of the ledger says, at every step and to the end", () => {
    fc.assert(fc.property(options, (each) => void runWorld(each, checkStep)), { numRuns: WORLDS });
  });

  test("a leader that took over from a snapshot of any age knows what one knows that read everything", () => {
    fc.assert(
      fc.property(options, (each) => {
        const world = runWorld(each, () => {});
        const [leader] = world.leaders;
        leader?.foldUpTo(world.broker.lastSequence);
        if (leader !== undefined) expect(readable(leader.snapshot())).toEqual(readable(encodeSnapshot(replay(world), "")));
      }),
      { numRuns: WORLDS / 3 },
    );
  });

  test("a try that began with nothing wrong is worked on once", () => {
    fc.assert(
      fc.property(options, (each) => {
        const { workers } = runWorld({ ...each, faults: 0 }, checkStep);
        const tries = workers.history.map(({ identity }) => JSON.stringify(identity));
        expect(tries.length).toBe(new Set(tries).size);
      }),
      { numRuns: WORLDS / 3 },
    );
  });
});

function checkStep(world: World, leader: Leader): void {
  const { state } = leader;
  checkCounts(leader, world);
  checkAgainstOracle(world, leader);
  if (world.options.faults === 0) checkNoDocumentTwice(world);
  if (state.documents !== undefined && state.sequence === world.broker.lastSequence && world.leaders.length === 1) checkWindow(world, leader);
}

function checkCounts({ state, admission }: Leader, world: World): void {
  const progress = toProgress(state, admission.inFlight, world.broker.nowMs);
  if (progress.total === undefined) return;
  const { pending, queued, retrying, succeeded, failed, skipped, cancelled } = progress.documents;
  expect([pending, queued, retrying].every((count) => count >= 0)).toBe(true);
  expect(pending + queued + retrying + succeeded + failed + skipped + cancelled).toBe(progress.total);
  for (const stage of progress.stages) expect(Object.values(stage).every((count) => count >= 0)).toBe(true);
  expect(progress.failures.reduce((sum, group) => sum + group.count, 0)).toBe(failed);
}

const NAMES = new Map<number, string>([
  [DocumentState.Split, "split"],
  [DocumentState.Succeeded, "succeeded"],
  [DocumentState.Failed, "failed"],
  [DocumentState.Skipped, "skipped"],
  [DocumentState.Cancelled, "cancelled"],
]);

function checkAgainstOracle(world: World, { state }: Leader): void {
  // A full reading each step would be quadratic: now and then, and at the end.
  if (state.sequence % 16 !== 0 && state.finalized === undefined) return;
  const verdict = judge(world.broker.records.slice(0, state.sequence));
  const table = state.documents?.table;
  const rows = Array.from({ length: table?.total ?? 0 }, (_, index) => ({
    end: NAMES.get(table?.state(index) ?? 0) ?? "open",
    stage: table?.stage(index),
    try: table?.try(index),
  }));
  expect(rows).toEqual(verdict.rows.map(({ end, stage, try: tryNumber }) => ({ end, stage, try: tryNumber })));
  expect(state.round).toBe(verdict.round);
  expect(state.seal?.reason).toBe(verdict.sealed);
}

/** With one leader and no faults no two items of the stream hold the same try. */
function checkNoDocumentTwice(world: World): void {
  const tries = [...world.broker.work.values()].flatMap(({ text }) => {
    const item = decodeItem(text);
    if (!item.ok || item.value.kind !== "documents") return [];
    const { stage } = item.value;
    return item.value.documents.map((document) => `${stage} ${document.index} ${document.try} ${document.part} ${document.partTry}`);
  });
  expect(tries.length).toBe(new Set(tries).size);
}

/** The stream holds no more than the window of the moment an item was published allowed; the largest is six. */
function checkWindow(world: World, leader: Leader): void {
  const documents = [...leader.admission.inFlight.items()].filter((item) => "stage" in item.key);
  expect(documents.length).toBeLessThanOrEqual(6 + world.term);
}

/** Head and table of a snapshot, whatever the order of its keys. */
function readable(snapshot: Uint8Array): unknown {
  const headEnd = 4 + new DataView(snapshot.buffer).getUint32(0);
  return { head: JSON.parse(new TextDecoder().decode(snapshot.subarray(4, headEnd))), table: [...snapshot.subarray(headEnd)] };
}

function replay(world: World): ReturnType<typeof createFoldState> {
  const state = createFoldState();
  for (const stored of world.broker.records) fold(state, decodeRecord(stored), SILENT);
  return state;
}
