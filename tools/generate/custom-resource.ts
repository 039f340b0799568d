/** What a CRD says beside its schema: names and columns of `kubectl get`. */
import type { z } from "zod";
import { batchJob } from "../../contract/api/batch-job.ts";
import { workerPool } from "../../contract/api/worker-pool.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly jsonPath: string;
  readonly description?: string;
  /** 1: only with `-o wide`. */
  readonly priority?: 1;
}

export interface CustomResource {
  readonly kind: string;
  readonly plural: string;
  readonly shortName: string;
  readonly schema: z.ZodObject<{ readonly spec: z.ZodType; readonly status: z.ZodType }>;
  readonly columns: readonly Column[];
}

const RATE: Column = { name: "Rate/h", type: "integer", jsonPath: ".status.documentsPerHour", description: "Documents an hour, over the last five minutes." };
const AGE: Column = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };

const BATCH_JOB: CustomResource = {
  kind: "BatchJob",
  plural: "batchjobs",
  shortName: "bjob",
  schema: batchJob,
  columns: [
    { name: "Phase", type: "string", jsonPath: ".status.phase", description: "Where the job stands." },
    { name: "Progress", type: "string", jsonPath: ".status.progress", description: "Ended documents of all." },
    { name: "Failed", type: "integer", jsonPath: ".status.documents.failed", description: "Documents that ended failed." },
    RATE,
    { name: "ETA", type: "string", jsonPath: ".status.eta", description: "How long the job will probably still run." },
    AGE,
    { name: "Priority", type: "integer", jsonPath: ".spec.priority", description: "Higher goes first.", priority: 1 },
    { name: "Pools", type: "string", jsonPath: ".status.pools", description: "Pools of the pipeline.", priority: 1 },
    { name: "Duration", type: "string", jsonPath: ".status.duration", description: "How long the job has run, or ran.", priority: 1 },
  ],
};

const WORKER_POOL: CustomResource = {
  kind: "WorkerPool",
  plural: "workerpools",
  shortName: "wpool",
  schema: workerPool,
  columns: [
    { name: "Handler", type: "string", jsonPath: ".spec.handler", description: "What the workers do." },
    { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status', description: "Whether the pool takes items." },
    { name: "Workers", type: "integer", jsonPath: ".status.readyReplicas", description: "Workers that take items." },
    { name: "Queued", type: "integer", jsonPath: ".status.queuedItems", description: "Items that wait." },
    { name: "In-Flight", type: "integer", jsonPath: ".status.inFlightItems", description: "Items being worked on." },
    RATE,
    AGE,
    { name: "Failed%", type: "integer", jsonPath: ".status.failurePercent", description: "Tries of the last five minutes that failed.", priority: 1 },
    { name: "Min", type: "integer", jsonPath: ".spec.scaling.minReplicas", description: "Fewest workers.", priority: 1 },
    { name: "Max", type: "integer", jsonPath: ".spec.scaling.maxReplicas", description: "Most workers.", priority: 1 },
    { name: "Slots", type: "integer", jsonPath: ".spec.concurrency", description: "Slots in one worker.", priority: 1 },
  ],
};

export const CUSTOM_RESOURCES: readonly CustomResource[] = [BATCH_JOB, WORKER_POOL];
