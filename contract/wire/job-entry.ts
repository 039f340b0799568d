/** What workers must know of a job, kept by the leader at `jobs/<ns>.<uid>` and watched by every worker. */
import { z } from "zod";
import { batchJobOutput, batchJobSource, pipelineStage } from "../api/batch-job.ts";

/**
 * `run`: items may be started. `suspended`, `cancelled`: nothing is started, and what was not started is given back.
 * `full`: the ledger has no room, nothing is appended. `sealed`, `deleted`: items are acked unrun and leave no record.
 */
export const JOB_STATES = ["run", "suspended", "cancelled", "full", "sealed", "deleted"] as const;
export type JobEntryState = (typeof JOB_STATES)[number];

export const jobEntry = z.object({
  namespace: z.string().max(63),
  name: z.string().max(253),
  uid: z.string().max(64),
  state: z.enum(JOB_STATES),
  round: z.int().min(0),
  /** Absent before discovery. */
  run: z.string().max(64).optional(),
  source: batchJobSource,
  pipeline: z.array(pipelineStage),
  output: batchJobOutput,
  /** Sequence of the last control record that its writer had folded. */
  controlSequence: z.int().min(0),
});

export type JobEntry = z.infer<typeof jobEntry>;
