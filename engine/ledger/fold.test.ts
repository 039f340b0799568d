import { describe, expect, test } from "vitest";
import { makeJob } from "../plan/testing.ts";
import { createFoldState } from "./fold-state.ts";
import { fold } from "./fold.ts";
import { encodeSnapshot } from "./snapshot.ts";

describe("a writer that is broken or hostile", () => {
  test("changes nothing with records of documents and stages that the job does not have", () => {
    const job = makeJob({ total: 2 });
    const before = job.state.documents?.table.toBytes().slice();
    for (const place of [{ index: 2, stage: 0 }, { index: 0, stage: 1 }, { index: 4_294_967_294, stage: 4_294_967_294 }]) {
      job.outcome({ outcome: "Succeeded", ...place, try: 1 });
      job.outcome({ outcome: "Started", ...place, try: 1 });
      job.outcome({ outcome: "Returned", stage: place.stage, documents: [{ index: place.index, try: 1 }], why: "unavailable", started: false });
      job.outcome({ outcome: "Lost", stage: place.stage, documents: [{ index: place.index, try: 1 }] });
    }
    expect(job.state.documents?.table.toBytes()).toEqual(before);
    expect(job.state.documents?.unavailable.length).toBe(1);
    expect(job.state.curiosities.stray).toBe(9);
    expect(encodeSnapshot(job.state, "").length).toBeLessThan(2_000);
  });

  test("leaves garbage that is counted and stops nothing", () => {
    const job = makeJob({ total: 1 });
    fold(job.state, { sequence: 2, timeMs: 2_000, body: { kind: "garbage", problem: "not a JSON object" } });
    job.outcome({ outcome: "Succeeded", index: 0, stage: 0, try: 1 });
    expect(job.state.curiosities.garbage).toBe(1);
    expect(job.state.rate.perHour(2_000).documents).toBeGreaterThan(0);
  });
});

describe("order", () => {
  test("a record of a version that is not known halts the job: nothing after it is folded", () => {
    const job = makeJob({ total: 1 });
    fold(job.state, { sequence: 2, timeMs: 2_000, body: { kind: "unknownVersion", version: 9 } }, job.admission);
    job.outcome({ outcome: "Succeeded", index: 0, stage: 0, try: 1 });
    expect(job.state).toMatchObject({ haltedByVersion: 9, sequence: 2, curiosities: { stale: 0 } });
  });

  test("a record that was folded already changes nothing", () => {
    const state = createFoldState();
    const record = { sequence: 7, timeMs: 1_000, body: { kind: "garbage", problem: "" } } as const;
    fold(state, record);
    fold(state, record);
    fold(state, { ...record, sequence: 3 });
    expect(state).toMatchObject({ sequence: 7, curiosities: { garbage: 1 } });
  });
});
