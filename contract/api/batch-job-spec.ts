/** What a user asks of a job. */
import { z } from "zod";
import { instant } from "./instant.ts";
import { failurePolicy, retryPolicy } from "./job-policies.ts";
import { batchJobOutput } from "./output.ts";
import { pipeline } from "./pipeline-stage.ts";
import { seconds } from "./quantities.ts";
import { immutable, withTransition } from "./rule.ts";
import { batchJobSource } from "./source.ts";

const A_YEAR = 365 * 86_400;

/** An item holds at most this many documents; see `contract/wire/item.ts`. */
const MAX_BATCH_SIZE = 1000;

const cancel = withTransition(z.boolean(), { cel: "self || !oldSelf", message: "must stay true once it is true: a cancelled job does not run again" });

export const batchJobSpec = z.object({
  source: immutable(batchJobSource).meta({ description: "Where the documents come from: exactly one kind. Cannot be changed." }),
  pipeline: immutable(pipeline).meta({ description: "The steps that each document goes through, in order. Cannot be changed." }),
  output: immutable(batchJobOutput)
    .meta({ description: "Where results go: exactly one kind. Cannot be changed." })
    .prefault(batchJobOutput.parse({ objectStore: {} })),
  priority: z
    .int()
    .min(-10)
    .max(10)
    .meta({ description: "Jobs with a higher number go first in the pools that they share. May change while the job runs." })
    .default(0),
  batchSize: immutable(z.int().min(1).max(MAX_BATCH_SIZE))
    .meta({ description: "Documents that a slot takes at a time. Cannot be changed." })
    .default(10),
  parallelism: z.int().min(1).max(100_000).meta({ description: "Most items of this job in the work queue, over all its pools. Unset: no limit." }).optional(),
  retry: retryPolicy.meta({ description: "How often, and after what wait, a failed document is tried again." }).prefault(retryPolicy.parse({})),
  failurePolicy: failurePolicy.meta({ description: "Stops the job when too many documents fail. Unset: it goes on whatever fails." }).optional(),
  activeDeadlineSeconds: seconds(1, A_YEAR)
    .meta({ description: "Time that the job may run, not counting while it is suspended. Unset: no limit." })
    .optional(),
  ttlSecondsAfterFinished: seconds(0).meta({ description: "Time after which an ended job is deleted. Unset: it stays." }).optional(),
  suspend: z.boolean().meta({ description: "While true, no document is started." }).default(false),
  cancel: cancel.meta({ description: "Ends the job; documents that have not ended count as cancelled. Once true, stays true." }).default(false),
  retryFailedBefore: instant()
    .meta({ description: "Documents that failed before this time are tried again, once for each value." })
    .optional(),
});

export type BatchJobSpec = z.infer<typeof batchJobSpec>;
