/** The workers of a local run: one for each pool, in this process, with its children. */
import { randomUUID } from "node:crypto";
import { toMemoryBytes } from "../contract/memory-quantity.ts";
import type { BatchJob } from "../contract/api/batch-job.ts";
import type { Manifests, OutcomeLedger } from "../worker/ports.ts";
import { createVolumeOutput } from "../worker/sinks/volume-output.ts";
import { type WorkerSetupData, WORKER_SETUP_MODULE } from "../worker/worker-setup.ts";
import { type Worker, type WorkerOptions, createWorker } from "../worker/worker.ts";
import type { JobsTable } from "./jobs-table.ts";
import type { LocalPool } from "./local-pool.ts";
import type { RunJobOptions } from "./run-job-options.ts";
import type { LocalTasks } from "./local-tasks.ts";

export interface LocalWorkersOptions extends Pick<RunJobOptions, "volumes" | "secrets" | "web" | "outputFolder" | "logger"> {
  readonly job: BatchJob;
  readonly pools: readonly LocalPool[];
  readonly jobs: JobsTable;
  readonly manifests: Manifests;
  readonly ledger: OutcomeLedger;
  readonly tasks: LocalTasks;
}

export interface LocalWorkers {
  readonly start: () => Promise<void>;
  /** `drain`: documents in hand may end, within their pool's document timeout; `now`: they are given back at once. */
  readonly stop: (how: "drain" | "now") => Promise<void>;
}

/** Nobody waits longer than this for a Ctrl-C: a second one ends it at once. */
const MAX_DRAIN_MS = 10 * 60_000;

export function createLocalWorkers(options: LocalWorkersOptions): LocalWorkers {
  const workers = options.pools.map((pool) => ({ pool, worker: createPoolWorker(pool, options) }));
  return {
    start: async () => void (await Promise.all(workers.map(({ worker }) => worker.start()))),
    stop: async (how) => {
      const deadlineOf = (pool: LocalPool): number => (how === "now" ? 0 : Math.min(MAX_DRAIN_MS, pool.spec.documentTimeoutSeconds * 1000));
      await Promise.all(workers.map(({ pool, worker }) => worker.stop({ deadlineMs: deadlineOf(pool) })));
    },
  };
}

function createPoolWorker(pool: LocalPool, options: LocalWorkersOptions): Worker {
  const { jobs, manifests, ledger, tasks, volumes, outputFolder, logger } = options;
  const setup: WorkerOptions["setup"] = { module: WORKER_SETUP_MODULE, data: toSetupData(pool, options) };
  return createWorker({
    name: `local-${pool.name}`,
    boot: randomUUID(),
    pool: toPoolConfig(pool),
    queue: pool.queue,
    ledger,
    jobs,
    manifests,
    setup,
    openOutput: createVolumeOutput({ volumes, scratchFolder: outputFolder.paths.tasks }),
    log: logger.child({ pool: pool.name }),
    ...tasks,
  });
}

function toPoolConfig({ spec, slots }: LocalPool): WorkerOptions["pool"] {
  const { handler, execution, documentTimeoutSeconds, recycleAfterDocuments, resources } = spec;
  const memoryLimitBytes = toMemoryBytes(String(resources.limits?.["memory"] ?? ""));
  const memory = memoryLimitBytes === undefined ? {} : { memoryLimitBytes: memoryLimitBytes * perWorkers(spec.concurrency, slots), memoryReserveBytes: 0 };
  return { handler, execution, documentTimeoutSeconds, recycleAfterDocuments, concurrency: slots, ...memory };
}

/** The limit is that of a worker with `concurrency` slots; here one worker has the slots of several. */
function perWorkers(concurrency: number, slots: number): number {
  return slots / concurrency;
}

function toSetupData({ spec, slots }: LocalPool, { volumes, secrets = NO_SECRETS, web }: LocalWorkersOptions): WorkerSetupData {
  const environment = Object.fromEntries(spec.env.map(({ name, value }) => [name, value]));
  const exec = spec.exec === undefined ? {} : { exec: { command: [...spec.exec.command], environment } };
  const folders = { volumes: Object.fromEntries(volumes), secrets: Object.fromEntries(secrets) };
  return { handler: spec.handler, inChild: spec.execution === "cpu", ...folders, ...exec, ...toHttpSetup(spec, slots), ...(web === undefined ? {} : { web }) };
}

const NO_SECRETS: ReadonlyMap<string, string> = new Map();

/** The rate is that of one worker: where each slot is a process, they share it. */
function toHttpSetup({ http, execution, documentTimeoutSeconds }: LocalPool["spec"], slots: number): Pick<WorkerSetupData, "http"> {
  if (http === undefined) return {};
  const { url, headersFrom, ratePerSecond } = http;
  const rate = ratePerSecond === undefined ? {} : { ratePerSecond: ratePerSecond / (execution === "cpu" ? slots : 1) };
  return { http: { url, headersFrom: [...headersFrom], documentTimeoutSeconds, ...rate } };
}
