/** Which job an output folder belongs to: `.ream/job.json`. Written once, before the first document is looked at. */
import { z } from "zod";
import { type BatchJob, batchJob } from "../contract/api/batch-job.ts";
import { type WorkerPool, workerPool } from "../contract/api/worker-pool.ts";
import type { WebRules } from "../worker/sources/https/web-rules.ts";
import { OUTPUT_VOLUME } from "./run-job-options.ts";

/** Of the files under `.ream/`; rises when an older program could not read them. */
export const LAYOUT_VERSION = 1;

export interface LocalJob {
  readonly job: BatchJob;
  readonly pools: readonly WorkerPool[];
  /** Volume name → canonical folder. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Secret name → canonical folder; absent: none. The values stay where they are. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** What may be called; absent: no more than the public web, encrypted. Each `ream run` says it anew. */
  readonly web?: WebRules;
}

export interface JobRecord extends LocalJob {
  readonly uid: string;
}

const layoutSchema = z.object({ layout: z.int().min(1) });
const recordSchema = z.object({
  layout: z.literal(LAYOUT_VERSION),
  uid: z.uuid(),
  job: batchJob,
  pools: z.array(workerPool).max(64),
  volumes: z.record(z.string().max(63), z.string().max(4096)),
  secrets: z.record(z.string().max(253), z.string().max(4096)).optional(),
  web: z.object({ allowPrivateAddresses: z.boolean(), allowHttp: z.boolean() }).optional(),
});

export function encodeJobRecord({ uid, job, pools, volumes, secrets, web }: JobRecord): string {
  const folders = { volumes: Object.fromEntries(volumes), ...(secrets === undefined ? {} : { secrets: Object.fromEntries(secrets) }) };
  return `${JSON.stringify({ layout: LAYOUT_VERSION, uid, job, pools, ...folders, web }, null, 2)}\n`;
}

export type DecodedJobRecord = { readonly ok: true; readonly record: JobRecord } | { readonly ok: false; readonly problem: "damaged" | "otherLayout" };

export function decodeJobRecord(text: string): DecodedJobRecord {
  const value = parseJson(text);
  const layout = layoutSchema.safeParse(value);
  if (layout.success && layout.data.layout !== LAYOUT_VERSION) return { ok: false, problem: "otherLayout" };
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problem: "damaged" };
  const { uid, job, pools, volumes, secrets, web } = parsed.data;
  const record = { uid, job, pools, volumes: new Map(Object.entries(volumes)), ...(web === undefined ? {} : { web }) };
  return { ok: true, record: secrets === undefined ? record : { ...record, secrets: new Map(Object.entries(secrets)) } };
}

/** What of a job may not change between runs over the same output; `folders` is where its volumes are. */
export type JobDifference = "name" | "source" | "pipeline" | "batchSize" | "folders";

/** Undefined when `now` goes on with what `then` began. */
export function findDifference(then: LocalJob, now: LocalJob): JobDifference | undefined {
  if (then.job.metadata.name !== now.job.metadata.name) return "name";
  const fields = ["source", "pipeline", "batchSize"] as const;
  const changed = fields.find((field) => canonicalJson(then.job.spec[field]) !== canonicalJson(now.job.spec[field]));
  if (changed !== undefined) return changed;
  return canonicalJson(inputFolders(then)) === canonicalJson(inputFolders(now)) ? undefined : "folders";
}

/** The output folder may have been moved, together with its record. */
export function inputFolders({ volumes }: LocalJob): Record<string, string> {
  return Object.fromEntries([...volumes].filter(([name]) => name !== OUTPUT_VOLUME));
}

/** JSON with the keys of every object in order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
