/** Runs a job in one process tree: the engine and the worker, with a ledger in a file and queues in memory. */
import { endedCount } from "../engine/ledger/fold-control.ts";
import type { Documents, FoldState } from "../engine/ledger/fold-state.ts";
import { DiscoverError } from "../worker/discover/discover-error.ts";
import { DEFAULT_LIMITS } from "../worker/limits.ts";
import type { PubAck } from "../worker/ports.ts";
import type { SourceContext } from "../worker/sources/source.ts";
import { describeChanges, describeUpdate } from "./describe-changes.ts";
import { FileLedger } from "./file-ledger.ts";
import { findChanges, readMarks } from "./listed-changes.ts";
import { createJobsTable } from "./jobs-table.ts";
import { LedgerUnwritableError } from "./ledger-unwritable-error.ts";
import { LocalLeader } from "./local-leader.ts";
import { type LocalPool, createLocalPools } from "./local-pool.ts";
import { type LocalWorkers, createLocalWorkers } from "./local-workers.ts";
import { createLocalTasks } from "./local-tasks.ts";
import { createManifestsFolder } from "./manifests-folder.ts";
import { openLedgerState, writeSnapshot } from "./open-ledger-state.ts";
import type { CompletedRun, RunJobOptions, RunJobResult } from "./run-job-options.ts";
import { type LoopEnd, runLoop } from "./run-loop.ts";
import type { RunPhase, RunProgress } from "./run-progress.ts";
import { readRunSummary } from "./run-summary.ts";
import { SampleIds } from "./sample-ids.ts";
import { createSnapshotFile } from "./snapshot-file.ts";
import { toRunProgress } from "./to-run-progress.ts";
import { toWants } from "./to-wants.ts";
import { updateLedger } from "./update-ledger.ts";
import { Wake } from "./wake.ts";

/** A display wants no more, and a terminal shows no more. */
const PROGRESS_MS = 100;

/** Resolves when nothing of the run is left running. Throws LedgerUnwritableError where the ledger cannot even be opened. */
export async function runJob(options: RunJobOptions): Promise<RunJobResult> {
  const startMs = Date.now();
  const { paths, record, isNew } = options.outputFolder;
  const manifests = createManifestsFolder({ folder: paths.manifests, jobUid: record.uid });
  const pools = createLocalPools(options.job, options.pools, options.workers);
  const source = toSourceContext(options);
  const update = options.update && !isNew ? await tellUpdate({ ...options, ...source, manifests, pools }) : undefined;
  if (update !== undefined) return update;
  const ledger = await FileLedger.open({ path: paths.ledger, jobUid: record.uid });
  const result = await runWith({ ...options, ...source, startMs, manifests, pools, ledger }).finally(() => ledger.close());
  if (result.outcome === "rejected") await options.outputFolder.abandon();
  return result;
}

interface Sourced {
  readonly context: SourceContext;
}

function toSourceContext(options: RunJobOptions): Sourced {
  const { volumes, web, outputFolder, drainSignal } = options;
  const needsInput = firstNeedsInput(options);
  return { context: { volumes, excludedFolders: [outputFolder.paths.folder], limits: DEFAULT_LIMITS, needsInput, signal: drainSignal, ...(web === undefined ? {} : { web }) } };
}

interface Starting extends Omit<RunJobOptions, "pools">, Sourced {
  readonly manifests: ReturnType<typeof createManifestsFolder>;
  readonly pools: readonly LocalPool[];
}

/** The result of a run whose source cannot be listed any more: the ledger stays as it is. */
async function tellUpdate(options: Starting): Promise<RunJobResult | undefined> {
  try {
    const changes = await updateLedger({ ...options, slots: Math.max(...options.pools.map((pool) => pool.slots)) });
    if (changes !== undefined) options.onNotice(describeUpdate(changes));
    return undefined;
  } catch (error) {
    if (error instanceof DiscoverError) return { outcome: "rejected", message: error.message };
    throw error;
  }
}

/** A look at the source beside the run: what a person should know who thinks that all of the folder is in it. */
async function tellChanges({ context, job, manifests, outputFolder, onNotice }: Starting, { run, pages }: Documents): Promise<void> {
  if (job.spec.source.volume === undefined) return;
  const known = await readMarks(manifests, { jobUid: outputFolder.record.uid, run, pages });
  const changes = await findChanges(known, job.spec.source, context);
  if (changes.added + changes.changed + changes.gone > 0) onNotice(`${describeChanges(changes)} since the first run; add --update to take that in`);
}

interface RunFacts extends Starting {
  readonly startMs: number;
  readonly ledger: FileLedger;
}

async function runWith(options: RunFacts): Promise<RunJobResult> {
  const { startMs, ledger, manifests, pools, job, outputFolder, logger, drainSignal, stopSignal } = options;
  const { paths, record } = outputFolder;
  const { uid } = record;
  const snapshots = createSnapshotFile(paths.snapshot);
  const state = await openLedgerState(ledger, snapshots);
  if (ledger.recovery.cutBytes > 0) options.onNotice(`the run before was ended in the middle of a record; its ${ledger.recovery.cutBytes} bytes are cut, and its documents done again`);
  const endedBefore = endedCount(state);
  const looking = state.documents === undefined ? Promise.resolve() : tellChanges(options, state.documents).catch((error: unknown) => logger.debug({ err: error }, "the source could not be compared"));
  const jobs = createJobsTable();
  const wake = new Wake();
  const leader = new LocalLeader({ job, uid, wants: toWants(job, options, startMs), pools, ledger, jobs, state, nowMs: Date.now });
  ledger.follow((stored) => {
    leader.foldRecord(stored);
    wake.wake();
  });
  const failing = watchFailures(ledger, wake);
  const tasks = createLocalTasks({ job, uid, context: options.context, outputFolder, ledger, jobs, manifests });
  const workers = createLocalWorkers({ ...options, jobs, ledger: failing, tasks });
  const samples = new SampleIds(manifests);
  const tell = createTeller({ job, uid, leader, samples });
  const telling = setInterval(() => options.onProgress(tell(phaseOf(leader))), PROGRESS_MS);
  const end = await runThrough({ drainSignal, stopSignal, leader, wake, workers, failing }).finally(() => clearInterval(telling));
  await looking;
  await samples.lookUp({ jobUid: uid, run: state.documents?.run ?? "" }, state.failures.list().map((group) => group.sample));
  await writeSnapshot(state, ledger, snapshots).catch((error: unknown) => logger.warn({ err: error }, "no snapshot: the next run reads the whole ledger"));
  return toResult(end, { leader, durationMs: Date.now() - startMs, summaryPath: paths.summary, tell, endedBefore });
}

type Teller = (phase: RunPhase) => RunProgress;

function createTeller({ job, uid, leader, samples }: { job: RunJobOptions["job"]; uid: string; leader: LocalLeader; samples: SampleIds }): Teller {
  return (phase) => {
    const run = leader.state.documents?.run ?? "";
    const idOf = (index: number): string | undefined => samples.idOf({ jobUid: uid, run }, index);
    return toRunProgress({ job, admission: leader.admission, phase, nowMs: Date.now(), idOf });
  };
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
  readonly tell: Teller;
  readonly endedBefore: number;
}

async function toResult(end: LoopEnd, { leader, durationMs, summaryPath, tell, endedBefore }: Ended): Promise<RunJobResult> {
  const { state } = leader;
  if (end.end === "stopped") return { outcome: "stopped", progress: tell("Stopped"), durationMs, reason: end.reason, message: end.message };
  if (end.end === "unlisted") return { outcome: "rejected", message: end.message };
  if (state.documents === undefined) return { outcome: "rejected", message: state.seal?.message ?? "" };
  const problem = countsProblem(state);
  const isFailed = problem !== undefined || state.seal?.reason !== "Completed";
  return { outcome: "completed", progress: tell(isFailed ? "Failed" : "Completed"), durationMs, summaryPath, endedBefore, ...(problem === undefined ? {} : { countsProblem: problem }), ...(await readRemarks(summaryPath)) };
}

/** A run has ended without them, too. */
async function readRemarks(summaryPath: string): Promise<Pick<CompletedRun, "remarks">> {
  const summary = await readRunSummary(summaryPath).catch(() => undefined);
  return summary === undefined ? {} : { remarks: summary.remarks };
}

function countsProblem({ finalized }: FoldState): string | undefined {
  if (finalized === undefined || finalized.countsAddUp) return undefined;
  return finalized.message === "" ? "the counts of results.jsonl differ from the ledger's" : finalized.message;
}
