import { expect, test } from "vitest";
import { makeProgress } from "../testing/make-world.ts";
import { renderSummary } from "./render-summary.ts";

const places = { folder: "/home/me/my text", results: "/home/me/my text/results.jsonl", failures: "/home/me/my text/failures.jsonl", summary: "/home/me/my text/summary.json" };
const counts = { pending: 0, queued: 0, retrying: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };

test("a run with failures shows outcomes, stages, reasons and how to go on", () => {
  const progress = makeProgress({
    phase: "Completed",
    total: 1200,
    succeeded: 1190,
    failed: 10,
    stages: [
      { ...counts, name: "text", pool: "ocr", succeeded: 1195, failed: 5 },
      { ...counts, name: "文字", pool: "nlp", succeeded: 1190, failed: 5 },
    ],
    failures: [{ reason: "Corrupt", stage: "text", count: 5, sampleDocument: `2024/${"deep/".repeat(20)}scan.pdf`, message: "not a PDF\u001b[31m\nat all" }],
  });
  expect(renderSummary({ outcome: "completed", progress, durationMs: 600_000, summaryPath: "", endedBefore: 0 }, places)).toBe(`Completed with failures: 1,200 documents in 10 min, 2.0/s

  outcome    documents
  succeeded      1,190
  failed            10

  stage  succeeded  failed  skipped
  text       1,195       5        0
  文字       1,190       5        0

  reason   stage  documents  for example                               message
  Corrupt  text           5  2024/deep/deep/deep/…/deep/deep/scan.pdf  not a PDF\u{fffd}[31m at all

Outputs:  /home/me/my text
Results:  /home/me/my text/results.jsonl
Failed:   /home/me/my text/failures.jsonl
Summary:  /home/me/my text/summary.json
To try the failed ones again: ream retry '/home/me/my text'
`);
});

test("a run of one stage without failures is short", () => {
  const progress = makeProgress({ phase: "Completed", total: 1, succeeded: 1, stages: [{ ...counts, name: "ocr", pool: "ocr", succeeded: 1 }] });
  const text = renderSummary({ outcome: "completed", progress, durationMs: 2_340, summaryPath: "", endedBefore: 0 }, places);
  expect(text).toMatch(/^Completed: 1 document in 2\.3 s, 25\.6\/min\n/);
  expect(text).not.toMatch(/stage|reason|retry|Failed/);
});

test.each([
  ["all failed", { total: 2, failed: 2 }, /^Failed: 2 documents/],
  ["there was nothing", { total: 0 }, /^Nothing to do: 0 documents/],
])("the headline says so when %s", (_, overrides, want) => {
  expect(renderSummary({ outcome: "completed", progress: makeProgress(overrides), durationMs: 1000, summaryPath: "", endedBefore: 0 }, places)).toMatch(want);
});

test("a stopped run says why, how far it came and how to go on", () => {
  const progress = makeProgress({ total: 100, succeeded: 40, retrying: 3, pending: 57 });
  const text = renderSummary({ outcome: "stopped", reason: "diskFull", message: "Free some space.", progress, durationMs: 1000 }, places);
  expect(text).toMatch(/^Stopped before the end \(the disk is full\): 40 of 100 documents have ended\. Free some space\.\n/);
  expect(text).toMatch(/retrying +3\n/);
  expect(text).toMatch(/Run the same command again to go on/);
});
