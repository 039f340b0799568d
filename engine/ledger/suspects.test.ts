import { describe, expect, test } from "vitest";
import { type TestJob, makeJob } from "../plan/testing.ts";
import { fold } from "./fold.ts";
import type { Outcome } from "../../contract/wire/outcome.ts";

/** Folds what a boot says of document 0, or of part 1 of it. */
function say(job: TestJob, boot: string, outcome: Outcome): void {
  const { state } = job;
  fold(state, { sequence: state.sequence + 1, timeMs: 1_000, body: { kind: "outcomes", worker: "w", boot, outcomes: [outcome] } }, job.admission);
}

const start = (tryNumber: number): Outcome => ({ outcome: "Started", index: 0, stage: 0, try: tryNumber });
const lose = (tryNumber: number): Outcome => ({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: tryNumber }] });
const startPart = (documentTry: number, partTry: number): Outcome => ({ outcome: "Started", index: 0, stage: 0, try: documentTry, part: 1, partTry });
const losePart = (documentTry: number, partTry: number): Outcome => ({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: documentTry, part: 1, partTry }] });
const split = (tryNumber: number): Outcome => ({ outcome: "Split", index: 0, stage: 0, try: tryNumber, parts: 2, pagesPerPart: 1, pages: 2, sha256: "" });

describe("a worker went away under a document", () => {
  test("when it said Started for a try that was lost: three of them end it", () => {
    const job = makeJob({ total: 1 });
    ["a", "b", "c"].forEach((boot, place) => [start(place + 1), lose(place + 1)].forEach((outcome) => say(job, boot, outcome)));
    expect(job.state.suspects.convicted()).toMatchObject([{ index: 0, stage: 0 }]);
  });

  test("not when its try had failed, and a later one was lost before anybody started it", () => {
    const job = makeJob({ total: 1 });
    ["a", "b", "c"].forEach((boot, place) => {
      say(job, boot, start(place * 2 + 1));
      say(job, boot, { outcome: "Failed", index: 0, stage: 0, try: place * 2 + 1, reason: "HandlerError", last: false });
      say(job, "other", lose(place * 2 + 2));
    });
    expect(job.state.suspects.convicted()).toEqual([]);
  });

  test("not when it had started a part of an earlier split", () => {
    const job = makeJob({ total: 1 });
    say(job, "a", split(1));
    for (const part of [0, 1]) say(job, "a", { outcome: "Rejected", index: 0, stage: 0, try: 1, part, partTry: 1, reason: "Corrupt" });
    job.control({ type: "Reopened", round: 1, failedBeforeMs: 5_000 }, 5_000);
    say(job, "a", split(2));
    ["a", "b", "c"].forEach((boot, place) => [startPart(1, place + 1), losePart(2, place + 1)].forEach((outcome) => say(job, boot, outcome)));
    expect(job.state.suspects.convicted()).toEqual([]);
  });

  test("and it is not ended for that once it was split: then its parts are looked at", () => {
    const job = makeJob({ total: 1 });
    ["a", "b", "c"].forEach((boot, place) => [start(place + 1), lose(place + 1)].forEach((outcome) => say(job, boot, outcome)));
    say(job, "d", split(4));
    expect(job.state.suspects.convicted()).toEqual([]);
  });

  test("once more when it came back, started it again, and went away again", () => {
    const job = makeJob({ total: 1 });
    ["a", "a", "b", "c"].forEach((boot, place) => [start(place + 1), lose(place + 1)].forEach((outcome) => say(job, boot, outcome)));
    expect(job.state.suspects.convicted()).toMatchObject([{ index: 0 }]);
  });
});
