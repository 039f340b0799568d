/** Discover and finalize as a local run does them. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type BatchJob, stageName } from "../contract/api/batch-job.ts";
import type { DiscoverItem, FinalizeItem } from "../contract/wire/item.ts";
import type { TaskOutcome } from "../contract/wire/outcome.ts";
import { discover } from "../worker/discover/discover.ts";
import { DiscoverError } from "../worker/discover/discover-error.ts";
import { finalize } from "../worker/finalize/finalize.ts";
import { createVolumeResultsStore } from "../worker/finalize/volume-results-store.ts";
import type { Manifests } from "../worker/ports.ts";
import type { SourceContext } from "../worker/sources/source.ts";
import type { TaskRunners } from "../worker/slot/slot-parts.ts";
import type { FileLedger } from "./file-ledger.ts";
import type { JobsTable } from "./jobs-table.ts";
import type { OutputFolder } from "./output-folder.ts";

export type LocalTasks = TaskRunners;

export interface LocalTasksOptions {
  readonly job: BatchJob;
  readonly uid: string;
  readonly context: SourceContext;
  readonly outputFolder: OutputFolder;
  readonly ledger: FileLedger;
  readonly jobs: JobsTable;
  readonly manifests: Manifests;
}

export function createLocalTasks(options: LocalTasksOptions): LocalTasks {
  return { runDiscover: (item, signal) => runDiscover(options, item, signal), runFinalize: (item, signal) => runFinalize(options, item, signal) };
}

async function runDiscover(options: LocalTasksOptions, item: DiscoverItem, signal: AbortSignal): Promise<TaskOutcome> {
  const { job, uid, manifests } = options;
  const context = { ...options.context, signal };
  try {
    const found = await discover({ source: job.spec.source, context, manifests, jobUid: uid, run: randomUUID() });
    return { outcome: "Discovered", try: item.try, ...found };
  } catch (error) {
    if (!(error instanceof DiscoverError)) throw error;
    return { outcome: "TaskFailed", task: "discover", try: item.try, round: 0, reason: error.reason, message: error.message };
  }
}

async function runFinalize(options: LocalTasksOptions, item: FinalizeItem, signal: AbortSignal): Promise<TaskOutcome> {
  const { job, uid, jobs, manifests, ledger, outputFolder } = options;
  const { folder, tasks } = outputFolder.paths;
  const entry = jobs.get(uid);
  if (entry === undefined) throw new Error("the run has no entry for its job");
  const pending = join(tasks, `finalize-${item.round}-${item.try}`);
  const store = createVolumeResultsStore({ folder, pendingFolder: pending });
  const isCurrent = (): boolean => jobs.get(uid)?.round === item.round;
  const writing = { entry, stageNames: job.spec.pipeline.map(stageName), manifests, store, spillFolder: join(pending, "spill"), isCurrent, signal };
  try {
    const facts = await finalize({ ...writing, records: ledger.read({ fromSequence: 1 }) });
    return { outcome: "FinalizeDone", try: item.try, round: item.round, ...facts };
  } finally {
    await rm(pending, { recursive: true, force: true });
  }
}
