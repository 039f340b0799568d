/**
 * The leader of the one job of a local run: observe (the ledger's fold, the queues), plan (the engine's own plans), apply
 * (control records, the job's entry, items). The loop is a small one of its own; every decision is the engine's.
 */
import type { BatchJob } from "../contract/api/batch-job.ts";
import { encodeControl, encodeItem } from "../contract/wire/codec.ts";
import type { ControlRecord } from "../contract/wire/control.ts";
import type { DocumentsItem } from "../contract/wire/item.ts";
import type { JobEntryState } from "../contract/wire/job-entry.ts";
import type { LedgerRecord } from "../contract/wire/ledger-record.ts";
import { type ItemKey, workSubject } from "../contract/wire/subjects.ts";
import type { Candidate } from "../engine/admission/candidate.ts";
import { JobAdmission } from "../engine/admission/job-admission.ts";
import { fold } from "../engine/ledger/fold.ts";
import type { FoldState } from "../engine/ledger/fold-state.ts";
import { type JobPlan, type JobWants, planJob } from "../engine/plan/plan-job.ts";
import { planWindow } from "../engine/plan/plan-window.ts";
import type { FileLedger } from "./file-ledger.ts";
import type { JobsTable } from "./jobs-table.ts";
import { type LocalPool, windowOf } from "./local-pool.ts";

export interface LocalLeaderOptions {
  readonly job: BatchJob;
  readonly uid: string;
  readonly wants: JobWants;
  readonly pools: readonly LocalPool[];
  readonly ledger: FileLedger;
  readonly jobs: JobsTable;
  /** As far as it was folded before the leader took over. */
  readonly state: FoldState;
  readonly nowMs: () => number;
}

export interface StepResult {
  /** Sealed, finalized, and nothing more is wanted. */
  readonly isFinished: boolean;
  /** Suspended, by whom: nothing will happen by itself. */
  readonly suspended: FoldState["suspended"];
  /** When to step again even if nothing happens. */
  readonly wakeAtMs: number;
}

/** Nothing is ever further away: a look now and then costs nothing. */
const LONGEST_SLEEP_MS = 1000;
const SECOND_MS = 1000;

/** State to guard: `admission` follows every record that the ledger tells; `term` is of this run alone. */
export class LocalLeader {
  readonly admission: JobAdmission;
  readonly #options: LocalLeaderOptions;
  readonly #term: number;
  #isLed = false;
  #entryRevision = 0;
  #stoppingSinceMs: number | undefined;
  #published = { sinceMs: 0, count: 0, lastSecond: 0 };

  constructor(options: LocalLeaderOptions) {
    this.#options = options;
    this.admission = new JobAdmission(options.state, options.job.spec.retry);
    this.#term = options.state.term + 1;
  }

  get state(): FoldState {
    return this.admission.state;
  }

  /** For every record, in order, once it is durable. */
  foldRecord = (record: LedgerRecord): void => fold(this.state, record, this.admission);

  /** One pass. Throws LedgerUnwritableError. */
  async step(): Promise<StepResult> {
    if (!this.#isLed) await this.#append({ type: "Leader", term: this.#term });
    this.#isLed = true;
    const nowMs = this.#options.nowMs();
    // The job itself is wrong: there is nothing to write results of.
    if (this.state.seal !== undefined && this.state.documents === undefined) return { isFinished: true, suspended: "no", wakeAtMs: nowMs };
    const plan = planJob(this.#observe(nowMs));
    this.#stoppingSinceMs = plan.stopping === undefined ? undefined : (this.#stoppingSinceMs ?? nowMs);
    this.#putEntry(plan.entryState);
    for (const record of plan.records) await this.#append(record);
    if (plan.task !== undefined) this.#publishTask(plan.task);
    for (const pool of this.#options.pools) this.#fill(pool, nowMs);
    return this.#judge(plan, nowMs);
  }

  #observe(nowMs: number): Parameters<typeof planJob>[0] {
    const slots = Math.max(...this.#options.pools.map((pool) => pool.slots));
    const deliveredItems = this.#options.pools.reduce((sum, pool) => sum + pool.queue.heldItems, 0);
    const stopping = this.#stoppingSinceMs === undefined ? {} : { stoppingSinceMs: this.#stoppingSinceMs };
    return { wants: this.#options.wants, state: this.state, nowMs, deliveredItems, slots, ...stopping };
  }

  #judge(plan: JobPlan, nowMs: number): StepResult {
    const { state } = this;
    const isFinished = state.seal !== undefined && state.finalized?.round === state.round && plan.records.length === 0;
    const soon = plan.records.length > 0 ? nowMs : Infinity;
    const wakeAtMs = Math.min(soon, plan.wakeAtMs ?? Infinity, this.admission.nextDueMs() ?? Infinity, nowMs + LONGEST_SLEEP_MS);
    return { isFinished, suspended: state.suspended, wakeAtMs };
  }

  /** The fold takes the record when the ledger tells it, as anybody else's. */
  async #append(record: ControlRecord): Promise<void> {
    const message = encodeControl({ term: this.#term, record });
    const stored = await this.#options.ledger.appendControl({ message, expectedLastControlSequence: this.state.controlSequence });
    if (stored === "refused") throw new Error("another process wrote to this run's ledger; end it and run again");
  }

  #putEntry(state: JobEntryState): void {
    const { job, uid, jobs } = this.#options;
    const before = jobs.get(uid);
    const { round, controlSequence, documents } = this.state;
    if (before?.state === state && before.round === round && before.run === documents?.run) return;
    const { source, pipeline, output } = job.spec;
    const entry = { namespace: job.metadata.namespace ?? "default", name: job.metadata.name ?? uid, uid, state, round, source, pipeline, output, controlSequence };
    const revision = jobs.put(documents === undefined ? entry : { ...entry, run: documents.run }, this.#entryRevision);
    if (revision !== "refused") this.#entryRevision = revision;
  }

  /** Tasks go to the first pool: any worker can do them. A task that is in the stream already stays. */
  #publishTask(task: NonNullable<JobPlan["task"]>): void {
    const [pool] = this.#options.pools;
    const job = this.#options.uid;
    if (pool === undefined) return;
    const { documents } = this.state;
    if (task.kind === "discover") pool.queue.publish(this.#subject(pool, task), encodeItem({ job, ...task }));
    else pool.queue.publish(this.#subject(pool, task), encodeItem({ job, run: documents?.run ?? "", ...task }));
  }

  #fill(pool: LocalPool, nowMs: number): void {
    this.admission.advance(nowMs);
    const { job, uid } = this.#options;
    const { parallelism, priority } = job.spec;
    const windowJob = { uid, priority, running: this.#isRunning(), stages: pool.stages, admission: this.admission, ...(parallelism === undefined ? {} : { parallelism }) };
    const size = windowOf(pool, this.#completedLastSecond(nowMs));
    const plan = planWindow({ size, jobs: [windowJob], deliveredSequence: pool.queue.deliveredSequence, mayMakeRoom: true });
    for (const { candidate } of plan.publish) this.#publish(pool, candidate, nowMs);
    for (const { item } of plan.withdraw) if (pool.queue.delete(item.sequence)) this.admission.removed(item.text);
  }

  /** Workers drop items of a round whose entry they have not seen: to them it is still the sealed one before. */
  #isRunning(): boolean {
    const { uid, jobs, wants } = this.#options;
    const { seal, suspended, round } = this.state;
    const entry = jobs.get(uid);
    const isTold = entry?.state === "run" && entry.round === round;
    return isTold && seal === undefined && suspended === "no" && this.#stoppingSinceMs === undefined && !wants.suspend;
  }

  /** A refused publish means wait: the item before it on the same subject is about to be acked. */
  #publish(pool: LocalPool, candidate: Candidate, nowMs: number): void {
    const published = pool.queue.publish(this.#subject(pool, candidate.key), encodeItem(this.#toItem(candidate)));
    if (published === "exists" || published === "full") return;
    this.admission.admitted(candidate, { sequence: published.sequence, atMs: nowMs });
    this.#published.count += 1;
  }

  #toItem({ key, documents, suspect, split }: Candidate): DocumentsItem {
    const item = { kind: "documents" as const, job: this.#options.uid, run: this.state.documents?.run ?? "", stage: key.stage, documents: [...documents] };
    return { ...item, ...(suspect ? { suspect: true } : {}), ...(split === undefined ? {} : { split }) };
  }

  #subject(pool: LocalPool, key: ItemKey): string {
    const { job, uid } = this.#options;
    return workSubject({ namespace: job.metadata.namespace ?? "default", pool: pool.name, uid }, key);
  }

  /** What was published in a full second is, in a window that is kept full, what was completed. */
  #completedLastSecond(nowMs: number): number {
    const passedMs = nowMs - this.#published.sinceMs;
    if (passedMs >= SECOND_MS) this.#published = { sinceMs: nowMs, count: 0, lastSecond: passedMs < 2 * SECOND_MS ? this.#published.count : 0 };
    return Math.max(this.#published.lastSecond, this.#published.count);
  }
}
