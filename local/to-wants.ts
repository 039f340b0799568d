/** What the user wants of the job, in the planner's words. */
import type { BatchJob } from "../contract/api/batch-job.ts";
import type { JobWants } from "../engine/plan/plan-job.ts";
import type { RunJobOptions } from "./run-job-options.ts";

/** `ream retry` is a new retryFailedBefore of this moment. */
export function toWants({ spec }: BatchJob, options: Pick<RunJobOptions, "retryFailed">, nowMs: number): JobWants {
  const { pipeline, batchSize, suspend, cancel, activeDeadlineSeconds, failurePolicy, retryFailedBefore } = spec;
  const { retryFailed } = options;
  const specBeforeMs = retryFailedBefore === undefined ? {} : { retryFailedBeforeMs: Date.parse(retryFailedBefore) };
  const reasons = retryFailed === undefined || retryFailed.reasons.length === 0 ? {} : { retryReasons: retryFailed.reasons };
  return {
    stages: pipeline.length,
    batchSize,
    suspend,
    cancel,
    ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
    ...(failurePolicy === undefined ? {} : { failurePolicy }),
    ...(retryFailed === undefined ? specBeforeMs : { retryFailedBeforeMs: nowMs }),
    ...reasons,
  };
}
