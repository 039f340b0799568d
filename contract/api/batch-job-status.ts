/** What the operator says of a job. No list grows with the documents. */
import { z } from "zod";
import { MAX_ID_CHARACTERS, MAX_URI_CHARACTERS } from "../wire/manifest.ts";
import { conditions } from "./condition.ts";
import { instant } from "./instant.ts";
import { atomicList, keyedList } from "./lists.ts";
import { dnsLabel, MAX_POOL_NAME_CHARACTERS } from "./names.ts";
import { MAX_STAGES } from "./pipeline-stage.ts";
import { count, generation, percent } from "./quantities.ts";

/** The writer cuts messages and samples until the whole status, as JSON, is no larger. */
export const MAX_STATUS_BYTES = 8192;
export const MAX_FAILURE_GROUPS = 10;
export const MAX_FAILURE_MESSAGE_CHARACTERS = 256;

/** Derived from conditions and counts, for people; programs read conditions. */
export const PHASES = ["Pending", "Discovering", "Running", "Suspended", "Finalizing", "Completed", "Failed", "Cancelled"] as const;
export type Phase = (typeof PHASES)[number];

const text = (maximum: number) => z.string().max(maximum);

const counts = {
  pending: count().meta({ description: "Not admitted yet." }),
  queued: count().meta({ description: "Admitted and not ended." }),
  retrying: count().meta({ description: "Failed, and waiting for another attempt." }),
  succeeded: count().meta({ description: "Ended well." }),
  failed: count().meta({ description: "Ended badly, for good." }),
  skipped: count().meta({ description: "Ended with nothing to do." }),
  cancelled: count().meta({ description: "Not ended when the job was." }),
};

export const documentCounts = z.object({ total: count().meta({ description: "All documents; absent before they are discovered." }).optional(), ...counts });
export type DocumentCounts = z.infer<typeof documentCounts>;

const stageStatus = z.object({
  name: dnsLabel().meta({ description: "The stage's name." }),
  pool: dnsLabel(MAX_POOL_NAME_CHARACTERS).meta({ description: "The stage's pool." }),
  ...counts,
});

const failureGroup = z.object({
  reason: text(64).meta({ description: "Why; see the table of reasons." }),
  stage: dnsLabel().meta({ description: "Stage at which the documents failed." }),
  count: count().meta({ description: "Documents that failed so." }),
  sampleDocument: text(MAX_ID_CHARACTERS).meta({ description: "Id of one of them." }).optional(),
  message: text(MAX_FAILURE_MESSAGE_CHARACTERS).meta({ description: "What was said about that one." }).optional(),
});

export const batchJobStatus = z.object({
  phase: z.enum(PHASES).meta({ description: "Where the job stands, for people; programs read `conditions`." }).optional(),
  progress: text(32).meta({ description: "Ended documents of all: `750/1000`." }).optional(),
  pools: text(MAX_STAGES * (MAX_POOL_NAME_CHARACTERS + 1)).meta({ description: "Pools of the pipeline, with commas." }).optional(),
  duration: text(32).meta({ description: "How long the job has run, or ran." }).optional(),
  eta: text(32).meta({ description: "How long it will probably still run." }).optional(),
  documents: documentCounts.meta({ description: "Documents by where they stand; the seven add up to `total`." }).optional(),
  stages: keyedList(stageStatus, { key: "name", maximum: MAX_STAGES }).meta({ description: "The same for each stage." }).optional(),
  progressPercent: percent().meta({ description: "Ended steps of all steps, a step being a document at a stage." }).optional(),
  documentsPerHour: count().meta({ description: "Rate over the last five minutes." }).optional(),
  averageDocumentMillis: count().meta({ description: "Average working time of a document, over its stages." }).optional(),
  estimatedCompletionTime: instant().meta({ description: "When the job will probably end; absent before 20 documents have." }).optional(),
  startTime: instant().meta({ description: "When the job was first taken up." }).optional(),
  completionTime: instant().meta({ description: "When the job ended." }).optional(),
  lastProgressTime: instant().meta({ description: "When a document last ended." }).optional(),
  failures: atomicList(failureGroup, MAX_FAILURE_GROUPS).meta({ description: "Failed documents grouped by reason and stage, the largest groups." }).optional(),
  output: z
    .object({ uri: text(MAX_URI_CHARACTERS).meta({ description: "Address of the results." }) })
    .meta({ description: "Where the results are." })
    .optional(),
  conditions: conditions.optional(),
  observedGeneration: generation().meta({ description: "Generation of the spec that this status is about." }).optional(),
});

export type BatchJobStatus = z.infer<typeof batchJobStatus>;
