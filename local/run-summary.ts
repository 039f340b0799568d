/** Reads back the summary.json that finalizing wrote, as far as people want to see it again. */
import { z } from "zod";
import { REASONS, type Reason } from "../contract/reasons.ts";
import { readFileBounded } from "./read-file-bounded.ts";
import type { RunProgress } from "./run-progress.ts";

export interface RunSummary {
  readonly progress: RunProgress;
  readonly durationMs: number;
  readonly remarks: RunRemarks;
}

/** What no count of outcomes says: what somebody should look at, and what was not done twice. */
export interface RunRemarks {
  readonly warnings: readonly { readonly warning: string; readonly stage: string; readonly count: number; readonly sampleDocument: string }[];
  /** Documents that got the result of another with the same bytes. */
  readonly reused: number;
}

const MAX_SUMMARY_BYTES = 64 * 1024 * 1024;
const count = z.int().min(0).default(0);
const countFields = { pending: count, queued: count, retrying: count, succeeded: count, failed: count, skipped: count, cancelled: count };
const reason = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);
/** A reason of a newer version reads as the general one. */
const failure = z.object({ reason: reason.catch("HandlerError"), stage: z.string(), count: z.int(), sampleDocument: z.string().default(""), message: z.string().default("") });

const summarySchema = z.object({
  documents: z.object({ ...countFields, total: z.int().min(0) }),
  durationSeconds: z.number().min(0).default(0),
  stages: z.array(z.object({ ...countFields, name: z.string(), pool: z.string().default("") })).default([]),
  failures: z.array(failure).default([]),
  warnings: z.array(z.object({ warning: z.string(), stage: z.string(), count: z.int(), sampleDocument: z.string() })).default([]),
  reused: count,
});

/** Undefined when there is none: the run has not come to its end. Throws where it cannot be read. */
export async function readRunSummary(path: string): Promise<RunSummary | undefined> {
  const bytes = await readFileBounded(path, MAX_SUMMARY_BYTES);
  if (bytes === undefined) return undefined;
  const { documents, durationSeconds, stages, failures, ...remarks } = summarySchema.parse(JSON.parse(bytes.toString("utf8")));
  const hasSucceeded = documents.succeeded + documents.skipped > 0;
  return { progress: { ...documents, phase: hasSucceeded ? "Completed" : "Failed", stages, failures }, durationMs: durationSeconds * 1000, remarks };
}
