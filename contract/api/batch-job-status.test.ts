import { expect, it } from "vitest";
import { batchJobStatus, MAX_FAILURE_GROUPS, MAX_STATUS_BYTES } from "./batch-job-status.ts";
import { JOB_CONDITIONS } from "../conditions.ts";
import { MAX_STAGES } from "./pipeline-stage.ts";

const TIME = "2026-11-22T10:00:00Z";
const COUNTS = { pending: 500_000, queued: 500_000, retrying: 500_000, succeeded: 500_000, failed: 500_000, skipped: 500_000, cancelled: 500_000 };

/** As full as a job's status gets in practice: every list at its bound, names and messages of a usual length. */
function makeFullStatus(): unknown {
  return {
    phase: "Discovering",
    progress: "4000000/4000000",
    pools: Array.from({ length: MAX_STAGES }, () => "preprocessing").join(","),
    duration: "12d13h",
    eta: "12d13h",
    documents: { total: 4_000_000, ...COUNTS },
    stages: Array.from({ length: MAX_STAGES }, (_, stage) => ({ name: `preprocessing-${stage}`, pool: "preprocessing", ...COUNTS })),
    progressPercent: 100,
    documentsPerHour: 1_000_000,
    averageDocumentMillis: 100_000,
    estimatedCompletionTime: TIME,
    startTime: TIME,
    completionTime: TIME,
    lastProgressTime: TIME,
    failures: Array.from({ length: MAX_FAILURE_GROUPS }, () => ({ reason: "DecompressionLimit", stage: "preprocessing-0", count: 500_000, sampleDocument: "d".repeat(100), message: "m".repeat(120) })),
    output: { uri: `s3://${"u".repeat(200)}` },
    conditions: Object.keys(JOB_CONDITIONS).map((type) => ({ type, status: "False", observedGeneration: 12, lastTransitionTime: TIME, reason: "CompletedWithFailures", message: "m".repeat(200) })),
    observedGeneration: 12,
  };
}

it("has room for every list at its bound within the size of a status", () => {
  const status = makeFullStatus();
  expect(batchJobStatus.safeParse(status).error).toBeUndefined();
  expect(JSON.stringify(status).length).toBeLessThanOrEqual(MAX_STATUS_BYTES);
});
