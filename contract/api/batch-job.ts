/** One operation over very many documents: the resource that users apply. */
import { z } from "zod";
import { batchJobSpec } from "./batch-job-spec.ts";
import { batchJobStatus } from "./batch-job-status.ts";
import { API_VERSION, resourceMetadata } from "./resource-metadata.ts";
import { objectName } from "./names.ts";
import { withTransition } from "./rule.ts";

export { type BatchJobSpec, batchJobSpec } from "./batch-job-spec.ts";
export { type BatchJobStatus, batchJobStatus, type DocumentCounts, type Phase } from "./batch-job-status.ts";
export { type BatchJobOutput, batchJobOutput } from "./output.ts";
export { type PipelineStage, pipelineStage, stageName } from "./pipeline-stage.ts";
export { type BatchJobSource, batchJobSource } from "./source.ts";
export { type FailurePolicy, type RetryPolicy } from "./job-policies.ts";

/** What fits the value of a label. */
const MAX_JOB_NAME_CHARACTERS = 63;

/** The name's own pattern is the API server's to judge; its length is held by `metadata.name` here and by the rule there. */
export const batchJob = withTransition(
  z.object({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal("BatchJob"),
    metadata: resourceMetadata.extend({ name: objectName(MAX_JOB_NAME_CHARACTERS) }),
    spec: batchJobSpec.meta({ description: "What is asked of the job." }),
    status: batchJobStatus.meta({ description: "How the job stands; written by the operator." }).optional(),
  }),
  { cel: `size(self.metadata.name) <= ${MAX_JOB_NAME_CHARACTERS}`, message: `must have a name of at most ${MAX_JOB_NAME_CHARACTERS} characters` },
).meta({ description: "Runs a pipeline of operations over very many documents." });

export type BatchJob = z.infer<typeof batchJob>;
