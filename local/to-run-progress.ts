/** The engine's progress with the names that people know: stages, pools, and the ids of sample documents. */
import { type BatchJob, stageName } from "../contract/api/batch-job.ts";
import type { JobAdmission } from "../engine/admission/job-admission.ts";
import { toProgress } from "../engine/progress.ts";
import type { RunPhase, RunProgress } from "./run-progress.ts";

export interface ProgressFacts {
  readonly job: BatchJob;
  readonly admission: JobAdmission;
  readonly phase: RunPhase;
  readonly nowMs: number;
  /** Id of a document by its index, as far as it is known. */
  readonly idOf: (index: number) => string | undefined;
}

export function toRunProgress({ job, admission, phase, nowMs, idOf }: ProgressFacts): RunProgress {
  const { state } = admission;
  const progress = toProgress(state, admission.inFlight, nowMs);
  const names = job.spec.pipeline.map((stage) => ({ name: stageName(stage), pool: stage.pool }));
  return {
    phase,
    ...progress.documents,
    ...(progress.total === undefined ? {} : { total: progress.total, progressPercent: progress.percent }),
    stages: progress.stages.map((counts, place) => ({ ...counts, name: names[place]?.name ?? "", pool: names[place]?.pool ?? "" })),
    ...(progress.remainingMs === undefined ? {} : { ratePerHour: progress.documentsPerHour, etaMs: progress.remainingMs }),
    failures: progress.failures.map(({ reason, stage, count, sample, message }) => ({
      reason,
      count,
      message,
      stage: names[stage]?.name ?? "",
      sampleDocument: idOf(sample) ?? `document ${sample}`,
    })),
  };
}
