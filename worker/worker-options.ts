/** What a worker is given, and what its slots share, made of it. */
import { type JudgedOptions, judgeOptions } from "../contract/handlers/handler-options.ts";
import type { DocumentRunner } from "./document-runner.ts";
import { type SetupModule, loadSetup } from "./handler-setup.ts";
import { Heartbeats } from "./heartbeat/heartbeats.ts";
import { ChildRunner } from "./isolation/child-runner.ts";
import { InProcessRunner } from "./isolation/in-process-runner.ts";
import { ManifestCache } from "./manifest-cache.ts";
import { OutcomeAppender } from "./outcome-appender.ts";
import type { OpenOutput } from "./output-store.ts";
import type { Contact, Jobs, Manifests, OutcomeLedger, WorkQueue } from "./ports.ts";
import { Ableness } from "./slot/ableness.ts";
import { SlotBoard } from "./slot/slot-board.ts";
import type { SlotParts, TaskRunners } from "./slot/slot-parts.ts";
import { StageContexts } from "./slot/stage-contexts.ts";
import { SuspectGate } from "./slot/suspect-gate.ts";
import { SILENT_LOG, type WorkerLog } from "./worker-log.ts";

/** What the pool says about its workers. */
export interface WorkerPoolConfig {
  readonly handler: string;
  /** Slots. */
  readonly concurrency: number;
  readonly execution: "cpu" | "io";
  readonly documentTimeoutSeconds: number;
  readonly recycleAfterDocuments: number;
  /** Of the whole worker; each child may take (limit − reserve) / concurrency. Unset: no limit. */
  readonly memoryLimitBytes?: number;
  /** For the worker's own process. */
  readonly memoryReserveBytes?: number;
}

export interface WorkerOptions extends TaskRunners {
  /** Stands in the outcomes. */
  readonly name: string;
  /** Different for every start; at most 64 letters, digits and -, because folders are named after it. */
  readonly boot: string;
  readonly pool: WorkerPoolConfig;
  readonly queue: WorkQueue;
  readonly ledger: OutcomeLedger;
  readonly jobs: Jobs;
  readonly manifests: Manifests;
  /** Makes handler and sources: in each child for `cpu`, here for `io`. */
  readonly setup: SetupModule;
  readonly openOutput: OpenOutput;
  readonly log?: WorkerLog;
  readonly contact?: Contact;
  /** Default: by the schema of the pool's handler. */
  readonly judgeOptions?: (options: unknown) => JudgedOptions;
  /** A slot gives back what it has not started after holding an item for so long; default 20. */
  readonly holdSeconds?: number;
}

const DEFAULT_HOLD_SECONDS = 20;
const DEFAULT_RESERVE_BYTES = 192 * 1024 * 1024;
/** A document takes its slot a good part of this at least, and while an item's records are stored a slot works on the next. */
const CPU_LINGER_MS = 1;
const MIN_CHILD_BYTES = 128 * 1024 * 1024;

export function createRunner({ pool, setup, log = SILENT_LOG }: WorkerOptions): DocumentRunner {
  const { concurrency: slots, documentTimeoutSeconds, recycleAfterDocuments } = pool;
  const documentTimeoutMs = documentTimeoutSeconds * 1000;
  if (pool.execution === "io") return new InProcessRunner({ loadSetup: () => loadSetup(setup, log), slots, documentTimeoutMs });
  const memoryBytesPerChild = shareOf(pool);
  return new ChildRunner({
    setup,
    slots,
    documentTimeoutMs,
    recycleAfterDocuments,
    ...(memoryBytesPerChild === undefined ? {} : { memoryBytesPerChild }),
    onLog: ({ level, fields, message }) => log[level](fields, message),
    onProblem: (problem, { slot, stderr }) => log.warn({ slot, problem, stderr }, "a handler's process ended"),
  });
}

function shareOf({ memoryLimitBytes, memoryReserveBytes = DEFAULT_RESERVE_BYTES, concurrency }: WorkerPoolConfig): number | undefined {
  if (memoryLimitBytes === undefined) return undefined;
  return Math.max(MIN_CHILD_BYTES, Math.floor((memoryLimitBytes - memoryReserveBytes) / concurrency));
}

export interface Lifetime {
  readonly runner: DocumentRunner;
  readonly drain: AbortSignal;
  readonly halt: AbortSignal;
  readonly close: AbortSignal;
}

export function createParts(options: WorkerOptions, { runner, drain, halt, close }: Lifetime): SlotParts {
  const { pool, queue, jobs, log = SILENT_LOG, name: worker, boot } = options;
  const documentTimeoutMs = pool.documentTimeoutSeconds * 1000;
  const judge = options.judgeOptions ?? ((given: unknown) => judgeOptions(pool.handler, given));
  return {
    queue,
    jobs,
    log,
    runner,
    drain,
    halt,
    boot,
    documentTimeoutMs,
    contact: options.contact,
    runDiscover: options.runDiscover,
    runFinalize: options.runFinalize,
    manifests: new ManifestCache(options.manifests),
    appender: new OutcomeAppender({
      ledger: options.ledger,
      jobs,
      worker,
      boot,
      signal: close,
      ...(pool.execution === "cpu" ? { lingerMs: CPU_LINGER_MS } : undefined),
      onUnavailable: (error) => log.warn({ problem: error.message }, "outcomes wait for the ledger"),
    }),
    heartbeats: new Heartbeats({
      target: queue.heartbeatTarget,
      slots: pool.concurrency,
      documentTimeoutMs,
      onProblem: (problem) => log.error({ problem }, "heartbeats"),
    }),
    stages: new StageContexts({ judgeOptions: judge, openOutput: options.openOutput }),
    gate: new SuspectGate(),
    board: new SlotBoard(pool.concurrency),
    ableness: new Ableness(pool.concurrency),
    held: new Set(),
    holdMs: (options.holdSeconds ?? DEFAULT_HOLD_SECONDS) * 1000,
  };
}
