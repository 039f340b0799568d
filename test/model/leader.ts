/** A leader of a world: the engine's own fold, admission and plans around the broker. Any step may be its last. */
import { decodeItem, encodeItem } from "../../contract/wire/codec.ts";
import { formatItemKey } from "../../contract/wire/subjects.ts";
import type { ControlRecord } from "../../contract/wire/control.ts";
import type { DocumentOutcome } from "../../contract/wire/outcome.ts";
import type { Candidate } from "../../engine/admission/candidate.ts";
import { JobAdmission } from "../../engine/admission/job-admission.ts";
import { type Listing, provenMissing } from "../../engine/admission/missing.ts";
import { fold } from "../../engine/ledger/fold.ts";
import { createFoldState } from "../../engine/ledger/fold-state.ts";
import { decodeSnapshot, encodeSnapshot } from "../../engine/ledger/snapshot.ts";
import { type JobPlan, type JobWants, planJob } from "../../engine/plan/plan-job.ts";
import { type WindowPlan, planWindow } from "../../engine/plan/plan-window.ts";
import type { RetrySettings } from "../../engine/retry.ts";
import { type Broker, decodeRecord } from "./broker.ts";

/** What the user says, now. */
export interface Spec {
  wants: JobWants;
  retry: RetrySettings;
  window: number;
  parallelism: number | undefined;
}

/** What one pass of the pool's key did. */
export interface WindowPass {
  readonly published: readonly Candidate[];
  /** To be published or withdrawn, but the stream was not as it was thought to be. */
  readonly refused: number;
  /** Planned though this leader itself knows them to be in the stream. */
  readonly doubled: readonly string[];
  readonly withdrawn: number;
  /** What would be planned if nothing happened meanwhile. */
  readonly again: WindowPlan;
}

export class Leader {
  readonly admission: JobAdmission;
  readonly #broker: Broker;
  readonly #spec: Spec;
  readonly #term: number;
  #stoppingSinceMs: number | undefined;
  #listing: Listing | undefined;
  #retry: RetrySettings;
  #led = false;

  constructor(broker: Broker, spec: Spec, options: { term: number; snapshot?: Uint8Array | undefined }) {
    const restored = options.snapshot === undefined ? undefined : decodeSnapshot(options.snapshot);
    this.#broker = broker;
    this.#spec = spec;
    this.#term = options.term;
    this.#retry = spec.retry;
    this.admission = new JobAdmission(restored?.state ?? createFoldState(), spec.retry);
    this.foldUpTo(this.#broker.lastSequence);
    for (const item of broker.work.values()) this.admission.adopt(item.subject, { sequence: item.sequence, atMs: item.atMs });
  }

  get state(): JobAdmission["state"] {
    return this.admission.state;
  }

  foldUpTo(sequence: number): void {
    for (const stored of this.#broker.records.slice(this.state.sequence, sequence)) fold(this.state, decodeRecord(stored), this.admission);
  }

  /** One pass of the job's key. */
  planJob(): JobPlan {
    if (!this.#led) this.#led = this.#append({ type: "Leader", term: this.#term });
    const plan = planJob(this.#input());
    if (plan.stopping !== undefined) this.#stoppingSinceMs ??= this.#broker.nowMs;
    else this.#stoppingSinceMs = undefined;
    for (const record of plan.records) if (!this.#append(record)) break;
    if (plan.task !== undefined) this.#publishTask(plan.task);
    return plan;
  }

  /** One pass of the pool's key. */
  planWindow(): WindowPass {
    if (this.#retry !== this.#spec.retry) this.admission.setRetry(this.#spec.retry);
    this.#retry = this.#spec.retry;
    this.admission.advance(this.#broker.nowMs);
    const plan = this.#window();
    const doubled = plan.publish.map(({ candidate }) => formatItemKey(candidate.key)).filter((text) => this.admission.inFlight.get(text) !== undefined);
    const published = plan.publish.map(({ candidate }) => candidate).filter((candidate) => this.#publish(candidate));
    const withdrawn = plan.withdraw.filter(({ item }) => this.#withdraw(item.text)).length;
    const refused = plan.publish.length + plan.withdraw.length - published.length - withdrawn;
    // Nothing was done: it would be the same plan.
    const again = plan.publish.length + plan.withdraw.length === 0 ? plan : this.#window();
    return { published, refused, doubled, withdrawn, again };
  }

  #window(): WindowPlan {
    const { wants, window: size, parallelism } = this.#spec;
    const stages = Array.from({ length: wants.stages }, (_, stage) => stage);
    const running = this.state.seal === undefined && this.state.suspended === "no" && !wants.cancel && !wants.suspend;
    const jobs = [{ uid: "job", priority: 0, running, stages, admission: this.admission, ...(parallelism === undefined ? {} : { parallelism }) }];
    return planWindow({ size, jobs, deliveredSequence: this.#broker.deliveredSequence, mayMakeRoom: true });
  }

  /** Lists the stream, and judges as soon as the fold has come far enough. Returns how many items were missing. */
  proveMissing(): number {
    const texts = new Set(this.#broker.work.keys());
    this.#listing ??= { startedAtMs: this.#broker.nowMs, texts, ledgerSequence: this.#broker.lastSequence };
    const missing = provenMissing(this.admission.inFlight.items(), this.#listing, this.state.sequence);
    if (missing === undefined) return 0;
    this.#listing = undefined;
    for (const item of missing) this.admission.removed(item.text);
    return missing.length;
  }

  /** What an earlier manifest over the same output had come to. */
  carry(outcomes: readonly DocumentOutcome[]): void {
    if (this.#led) this.#append({ type: "Carried", outcomes });
  }

  snapshot(): Uint8Array {
    return encodeSnapshot(this.state, "");
  }

  #input(): Parameters<typeof planJob>[0] {
    const since = this.#stoppingSinceMs === undefined ? {} : { stoppingSinceMs: this.#stoppingSinceMs };
    const delivered = [...this.#broker.work.values()].filter((item) => item.deliveries > 0).length;
    return { wants: this.#spec.wants, state: this.state, nowMs: this.#broker.nowMs, deliveredItems: delivered, slots: 0, ...since };
  }

  #append(record: ControlRecord): boolean {
    return this.#broker.appendControl(record, { term: this.#term, expected: this.#led ? this.state.controlSequence : this.#broker.lastControl });
  }

  #publishTask(task: NonNullable<JobPlan["task"]>): void {
    const key = formatItemKey(task.kind === "discover" ? task : { kind: "finalize", round: task.round, try: task.try });
    const body = task.kind === "discover" ? { job: "job", ...task } : { job: "job", run: "run", ...task };
    this.#broker.publish(key, encodeItem(body));
  }

  #publish(candidate: Candidate): boolean {
    const item = encodeItem({
      kind: "documents",
      job: "job",
      run: "run",
      stage: candidate.key.stage,
      documents: [...candidate.documents],
      ...(candidate.suspect ? { suspect: true } : {}),
      ...(candidate.split === undefined ? {} : { split: candidate.split }),
    });
    if (!decodeItem(item).ok) throw new Error(`an item that cannot be read: ${item}`);
    const stored = this.#broker.publish(formatItemKey(candidate.key), item);
    if (stored !== undefined) this.admission.admitted(candidate, { sequence: stored.sequence, atMs: stored.atMs });
    return stored !== undefined;
  }

  #withdraw(text: string): boolean {
    const stored = this.#broker.work.get(text);
    if (stored === undefined || stored.deliveries > 0) return false;
    this.#broker.work.delete(text);
    this.admission.removed(text);
    return true;
  }
}
