/** Runs a job in one process tree: the engine and the worker, with a ledger in a file and queues in memory. */
import type { PubAck } from "../worker/ports.ts";
import { FileLedger } from "./file-ledger.ts";
import { createJobsTable } from "./jobs-table.ts";
import { LedgerUnwritableError } from "./ledger-unwritable-error.ts";
import { LocalLeader } from "./local-leader.ts";
import { createLocalPools } from "./local-pool.ts";
import { type LocalWorkers, createLocalWorkers } from "./local-workers.ts";
import { createLocalTasks } from "./local-tasks.ts";
import { createManifestsFolder } from "./manifests-folder.ts";
import { openLedgerState, writeSnapshot } from "./open-ledger-state.ts";
import type { RunJobOptions, RunJobResult } from "./run-job-options.ts";
import { type LoopEnd, runLoop } from "./run-loop.ts";
import type { RunPhase } from "./run-progress.ts";
import { SampleIds } from "./sample-ids.ts";
import { createSnapshotFile } from "./snapshot-file.ts";
import { toRunProgress } from "./to-run-progress.ts";
import { toWants } from "./to-wants.ts";
import { Wake } from "./wake.ts";

/** A display wants no more, and a terminal shows no more. */
const PROGRESS_MS = 100;

/** Resolves when nothing of the run is left running. Throws LedgerUnwritableError where the ledger cannot even be opened. */
export async function runJob(options: RunJobOptions): Promise<RunJobResult> {
  const ledger = await FileLedger.open({ path: options.outputFolder.paths.ledger, jobUid: options.outputFolder.record.uid });
  try {
    return await runWith(options, ledger);
  } finally {
    await ledger.close();
  }
}

async function runWith(options: RunJobOptions, ledger: FileLedger): Promise<RunJobResult> {
  const startMs = Date.now();
  const { paths, record } = options.outputFolder;
  const snapshots = createSnapshotFile(paths.snapshot);
  const manifests = createManifestsFolder({ folder: paths.manifests, jobUid: record.uid });
  const state = await openLedgerState(ledger, snapshots);
  const pools = createLocalPools(options.job, options.pools, options.workers);
  const jobs = createJobsTable();
  const wake = new Wake();
  const leader = new LocalLeader({ job: options.job, uid: record.uid, wants: toWants(options.job, options, startMs), pools, ledger, jobs, state, nowMs: Date.now });
  ledger.follow((stored) => {
    leader.foldRecord(stored);
    wake.wake();
  });
  const failing = watchFailures(ledger, wake);
  const needsInput = firstNeedsInput(options);
  const tasks = createLocalTasks({ ...options, uid: record.uid, needsInput, ledger, jobs, manifests });
  const workers = createLocalWorkers({ ...options, pools, jobs, manifests, ledger: failing, tasks });
  const samples = new SampleIds(manifests);
  const tell = (phase: RunPhase): ReturnType<typeof toRunProgress> => {
    const run = leader.state.documents?.run ?? "";
    const idOf = (index: number): string | undefined => samples.idOf({ jobUid: record.uid, run }, index);
    return toRunProgress({ job: options.job, admission: leader.admission, phase, nowMs: Date.now(), idOf });
  };
  const telling = setInterval(() => options.onProgress(tell(phaseOf(leader))), PROGRESS_MS);
  const end = await runThrough({ drainSignal: options.drainSignal, stopSignal: options.stopSignal, leader, wake, workers, failing }).finally(() => clearInterval(telling));
  await samples.lookUp({ jobUid: record.uid, run: state.documents?.run ?? "" }, state.failures.list().map((group) => group.sample));
  await writeSnapshot(state, ledger, snapshots).catch((error: unknown) => options.logger.warn({ err: error }, "no snapshot: the next run reads the whole ledger"));
  return toResult(end, { leader, durationMs: Date.now() - startMs, summaryPath: paths.summary, tell });
}

/** simulate makes its work up; every other handler reads bytes. */
function firstNeedsInput({ job, pools }: RunJobOptions): boolean {
  const first = pools.find((pool) => pool.metadata.name === job.spec.pipeline[0]?.pool);
  return first?.spec.handler !== "simulate";
}

interface Failing {
  readonly append: (jobUid: string, message: string) => Promise<PubAck>;
  readonly failure: () => LedgerUnwritableError | undefined;
}

/** A worker tries for ever to append; it is the run that must end when the file takes no more. */
function watchFailures(ledger: FileLedger, wake: Wake): Failing {
  let failure: LedgerUnwritableError | undefined;
  const append = (jobUid: string, message: string): Promise<PubAck> =>
    ledger.append(jobUid, message).catch((error: unknown) => {
      if (error instanceof LedgerUnwritableError) failure = error;
      wake.wake();
      throw error;
    });
  return { append, failure: () => failure };
}

interface RunningJob extends Pick<RunJobOptions, "drainSignal" | "stopSignal"> {
  readonly leader: LocalLeader;
  readonly wake: Wake;
  readonly workers: LocalWorkers;
  readonly failing: Failing;
}

/** Workers run while the loop does; then they finish what they hold, or give it back. */
async function runThrough({ leader, wake, workers, failing, drainSignal, stopSignal }: RunningJob): Promise<LoopEnd> {
  const stopNow = (): void => void workers.stop("now");
  stopSignal.addEventListener("abort", stopNow);
  try {
    await workers.start();
    const failure = (): ReturnType<typeof toStop> | undefined => toStop(failing.failure());
    return await runLoop({ leader, wake, drainSignal, failure, nowMs: Date.now }).catch((error: unknown) => orStopped(error));
  } finally {
    await workers.stop(failing.failure() === undefined && !stopSignal.aborted ? "drain" : "now");
    stopSignal.removeEventListener("abort", stopNow);
  }
}

function orStopped(error: unknown): LoopEnd {
  const stop = error instanceof LedgerUnwritableError ? toStop(error) : undefined;
  if (stop === undefined) throw error;
  return { end: "stopped", ...stop };
}

function toStop(failure: LedgerUnwritableError | undefined): { reason: "diskFull" | "ledgerUnwritable"; message: string } | undefined {
  if (failure === undefined) return undefined;
  return { reason: failure.isDiskFull ? "diskFull" : "ledgerUnwritable", message: failure.message };
}

function phaseOf({ state }: LocalLeader): RunPhase {
  if (state.documents === undefined) return "Discovering";
  return state.seal === undefined ? "Running" : "Finalizing";
}

interface Ended {
  readonly leader: LocalLeader;
  readonly durationMs: number;
  readonly summaryPath: string;
  readonly tell: (phase: RunPhase) => ReturnType<typeof toRunProgress>;
}

function toResult(end: LoopEnd, { leader, durationMs, summaryPath, tell }: Ended): RunJobResult {
  const { state } = leader;
  if (end.end === "stopped") return { outcome: "stopped", progress: tell("Stopped"), durationMs, reason: end.reason, message: end.message };
  if (state.documents === undefined) return { outcome: "rejected", message: state.seal?.message ?? "" };
  const isFailed = state.finalized?.countsAddUp === false || state.seal?.reason !== "Completed";
  return { outcome: "completed", progress: tell(isFailed ? "Failed" : "Completed"), durationMs, summaryPath };
}
