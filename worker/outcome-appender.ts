/**
 * Group commit: what the slots of a worker have to say about one job while an append is under way goes into the next one.
 *
 * States of a job's group: gathering (outcomes are added) → under way (one at a time per job) → stored. A group whose
 * append may or may not have been stored is appended again: the fold takes the first outcome of a try and ignores the rest.
 */
import { encodeOutcomes } from "../contract/wire/codec.ts";
import type { Outcome } from "../contract/wire/outcome.ts";
import { Backoff, pause } from "./backoff.ts";
import { UnavailableError } from "./errors.ts";
import type { Jobs, OutcomeLedger, PubAck } from "./ports.ts";
import { WorkerStoppedError } from "./stop-reasons.ts";

export interface OutcomeAppenderOptions {
  readonly ledger: OutcomeLedger;
  readonly jobs: Jobs;
  readonly worker: string;
  readonly boot: string;
  /** Ends the retries: what is not stored by then is rejected with WorkerStoppedError. */
  readonly signal: AbortSignal;
  /** How long a group waits for more, once the one before is stored: each costs a write and a sync. Unset: it goes at once. */
  readonly lingerMs?: number;
  /** Called once for each failed append. */
  readonly onUnavailable?: (error: UnavailableError) => void;
}

const MAX_GROUP_OUTCOMES = 512;
/** Of the 1 MiB that a broker takes in one message by default. */
const MAX_GROUP_BYTES = 256 * 1024;
const BACKOFF = { firstMs: 100, mostMs: 5000 };
const FULL_LOOK_MS = 200;

interface Group {
  readonly outcomes: Outcome[];
  bytes: number;
  readonly stored: PromiseWithResolvers<PubAck>;
}

export class OutcomeAppender {
  readonly #options: OutcomeAppenderOptions;
  /** Groups that wait, in order, by job. A job is here exactly while its loop runs. */
  readonly #waiting = new Map<string, Group[]>();

  constructor(options: OutcomeAppenderOptions) {
    this.#options = options;
  }

  /** Resolves when the outcome is stored; several outcomes share a promise. The caller must handle its rejection. */
  append(jobUid: string, outcome: Outcome): Promise<PubAck> {
    const groups = this.#groupsOf(jobUid);
    const bytes = estimateBytes(outcome);
    const group = this.#groupFor(groups, bytes);
    group.outcomes.push(outcome);
    group.bytes += bytes;
    return group.stored.promise;
  }

  #groupsOf(jobUid: string): Group[] {
    const found = this.#waiting.get(jobUid);
    if (found !== undefined) return found;
    const groups: Group[] = [];
    this.#waiting.set(jobUid, groups);
    void this.#appendAll(jobUid, groups);
    return groups;
  }

  #groupFor(groups: Group[], bytes: number): Group {
    const last = groups.at(-1);
    const hasRoom = last !== undefined && last.outcomes.length < MAX_GROUP_OUTCOMES && last.bytes + bytes <= MAX_GROUP_BYTES;
    if (hasRoom) return last;
    const group: Group = { outcomes: [], bytes: 0, stored: Promise.withResolvers<PubAck>() };
    // Who waits for it learns of a failure; an outcome whose slot has given up must not end the process.
    group.stored.promise.catch(() => undefined);
    groups.push(group);
    return group;
  }

  async #appendAll(jobUid: string, groups: Group[]): Promise<void> {
    // What ends in the same turn of the loop shares the first one.
    await new Promise((resolve) => setImmediate(resolve));
    for (let group = await this.#next(groups); group !== undefined; group = await this.#next(groups)) {
      await this.#appendGroup(jobUid, group).then(group.stored.resolve, group.stored.reject);
    }
    this.#waiting.delete(jobUid);
  }

  /** Where others wait behind it, the first group is full. */
  async #next(groups: Group[]): Promise<Group | undefined> {
    const { lingerMs, signal } = this.#options;
    if (lingerMs !== undefined && groups.length === 1) await pause(lingerMs, signal);
    return groups.shift();
  }

  async #appendGroup(jobUid: string, group: Group): Promise<PubAck> {
    const { ledger, worker, boot, signal } = this.#options;
    const message = encodeOutcomes({ worker, boot, outcomes: group.outcomes });
    const backoff = new Backoff(BACKOFF);
    // Bounded by the signal alone: work that is done is not thrown away because a broker is down for an hour.
    while (!signal.aborted) {
      await this.#untilNotFull(jobUid);
      const ack = await ledger.append(jobUid, message).catch((error: unknown) => this.#orRetry(error));
      if (ack !== undefined) return ack;
      await backoff.wait(signal);
    }
    throw new WorkerStoppedError();
  }

  #orRetry(error: unknown): undefined {
    if (!(error instanceof UnavailableError)) throw error;
    this.#options.onUnavailable?.(error);
    return undefined;
  }

  /** A ledger without room takes nothing until the leader says so. */
  async #untilNotFull(jobUid: string): Promise<void> {
    const { jobs, signal } = this.#options;
    while (!signal.aborted && jobs.get(jobUid)?.state === "full") await pause(FULL_LOOK_MS, signal);
  }
}

/** Near enough to bound a message, and much cheaper than encoding it twice. */
function estimateBytes(outcome: Outcome): number {
  const ofFiles = outcome.outcome === "Succeeded" ? (outcome.outputs ?? []).reduce((sum, { name }) => sum + 130 + 3 * name.length, 0) + 1100 : 0;
  const ofDocuments = "documents" in outcome ? 80 * outcome.documents.length : 0;
  const ofMessage = "message" in outcome ? 3 * (outcome.message?.length ?? 0) : 0;
  return 300 + ofFiles + ofDocuments + ofMessage;
}
