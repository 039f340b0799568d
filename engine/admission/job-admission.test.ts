import { describe, expect, test } from "vitest";
import { applyWindow, makeJob, toWindowJob } from "../plan/testing.ts";
import { JobAdmission } from "./job-admission.ts";
import { RETRY } from "../plan/testing.ts";

const split = { outcome: "Split", index: 0, stage: 0, try: 1, parts: 2, pagesPerPart: 1, pages: 2, sha256: "" } as const;
const failed = { outcome: "Failed", index: 0, stage: 0, try: 1, reason: "HandlerError", last: false } as const;
const published = { sequence: 1, atMs: 1_000 };

describe("a leader that takes over", () => {
  test.each([
    ["a part's try that is over", "0.d0.1.p0.1"],
    ["a part of another split", "0.d0.2.p0.2"],
    ["a part that the document does not have", "0.d0.1.p7.1"],
    ["a later try of a document that is split", "0.d0.1"],
    ["a document that the job does not have", "0.d9.2"],
  ])("does not count %s as worked on: its item only is not acked yet", (_, text) => {
    const job = makeJob({ total: 1 });
    job.outcome(split);
    job.outcome({ ...failed, part: 0, partTry: 1 });
    const admission = new JobAdmission(job.state, RETRY);
    admission.adopt(text, published);
    expect([...admission.inFlight.items()]).toEqual([]);
  });

  test("publishes nothing that it found in the stream", () => {
    const job = makeJob({ total: 6, blockSize: 2 });
    job.outcome({ outcome: "Returned", stage: 0, documents: [{ index: 4, try: 1 }], why: "drain", started: true });
    job.outcome(split);
    const texts = applyWindow({ size: 20, jobs: [toWindowJob(job, { uid: "a" })], deliveredSequence: 0, mayMakeRoom: false }).publish.length;
    const admission = new JobAdmission(job.state, RETRY);
    for (const item of job.admission.inFlight.items()) admission.adopt(item.text, published);
    expect(admission.inFlight.size).toBe(texts);
    expect([...admission.candidates([0])]).toEqual([]);
  });
});

describe("waiting", () => {
  test("says when the next later try is due, of a document or of a part", () => {
    const job = makeJob({ total: 2 });
    job.outcome({ ...failed, index: 1 }, 5_000);
    const ofDocument = job.admission.nextDueMs() ?? 0;
    expect(ofDocument).toBeGreaterThanOrEqual(6_600);
    job.outcome(split, 5_000);
    job.outcome({ outcome: "Lost", stage: 0, documents: [{ index: 0, try: 1, part: 0, partTry: 1 }] }, 5_000);
    const ofPart = job.admission.nextDueMs() ?? 0;
    expect(ofPart).toBeLessThan(ofDocument);
    job.admission.advance(ofPart);
    expect([...job.admission.candidates([0])].map(({ documents }) => documents[0])).toMatchObject([{ part: 0, partTry: 2 }, { part: 1, partTry: 1 }]);
  });
});
