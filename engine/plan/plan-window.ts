/**
 * What a pool's window lacks, and what should leave it: a value, worked out from all jobs of the pool at once.
 *
 * Filling: the highest priority first, there the job with the fewest documents in the window; lower priorities together
 * keep a sixteenth, so that none of them stands still for ever. Withdrawing, newest first and never what is delivered: all of
 * a job that does not run, and of lower priorities what a strictly higher one waits for.
 */
import type { Candidate } from "../admission/candidate.ts";
import type { InFlightItem } from "../admission/in-flight.ts";
import type { JobAdmission } from "../admission/job-admission.ts";

export interface WindowJob {
  readonly uid: string;
  readonly priority: number;
  /** Most items of this job in the stream, over all its pools. */
  readonly parallelism?: number;
  /** Its items may be started: not suspended, stopping, sealed or full. */
  readonly running: boolean;
  /** Stages that this pool serves. */
  readonly stages: readonly number[];
  readonly admission: JobAdmission;
}

export interface WindowInput {
  /** See windowSize. */
  readonly size: number;
  readonly jobs: readonly WindowJob[];
  /** Items up to here have been handed to a worker at least once. */
  readonly deliveredSequence: number;
  /** At most one pass a second; for suspend and cancel always. */
  readonly mayMakeRoom: boolean;
}

export interface WindowPlan {
  readonly publish: readonly { readonly uid: string; readonly candidate: Candidate }[];
  readonly withdraw: readonly { readonly uid: string; readonly item: InFlightItem }[];
}

/** Lower priorities keep one item in so many. */
const LOWER_SHARE = 16;

export function planWindow(input: WindowInput): WindowPlan {
  const shares = input.jobs.map((job) => createShare(job, input.deliveredSequence));
  const stopped = shares.filter((share) => !share.job.running);
  const fill = fillWindow(shares.filter((share) => share.job.running), input);
  const room = input.mayMakeRoom ? makeRoom(fill) : [];
  return { publish: fill.publish, withdraw: [...stopped.flatMap((share) => share.undelivered().map((item) => ({ uid: share.job.uid, item }))), ...room] };
}

/** One job's part in the window while a plan is made. */
interface Share {
  readonly job: WindowJob;
  readonly candidates: Iterator<Candidate>;
  /** Not delivered yet, newest first; worked out only where something is to leave. */
  readonly undelivered: () => readonly InFlightItem[];
  next: Candidate | undefined;
  /** Items and documents in this pool's stream, planned ones included. */
  items: number;
  documents: number;
  /** Items that parallelism still allows. */
  allowed: number;
}

interface Fill {
  readonly publish: { uid: string; candidate: Candidate }[];
  readonly shares: readonly Share[];
  readonly lowerQuota: number;
  readonly topPriority: number | undefined;
}

function createShare(job: WindowJob, deliveredSequence: number): Share {
  const here = [...job.admission.inFlight.items()].filter((item) => "stage" in item.key && job.stages.includes(item.key.stage));
  const candidates = job.running ? job.admission.candidates(job.stages) : [].values();
  return {
    job,
    candidates,
    undelivered: () => here.filter((item) => item.sequence > deliveredSequence).sort((a, b) => b.sequence - a.sequence),
    next: undefined,
    items: here.length,
    documents: here.reduce((sum, item) => sum + item.open.size, 0),
    allowed: (job.parallelism ?? Infinity) - job.admission.inFlight.size,
  };
}

function fillWindow(shares: readonly Share[], input: WindowInput): Fill {
  const lowerQuota = Math.max(1, Math.floor(input.size / LOWER_SHARE));
  for (const share of shares) draw(share);
  const topPriority = highest(shares.filter((share) => wants(share)));
  const publish: Fill["publish"] = [];
  const fill = { publish, shares, lowerQuota, topPriority };
  if (topPriority === undefined) return fill;
  const used = shares.reduce((sum, share) => sum + share.items, 0);
  const top = shares.filter((share) => share.job.priority === topPriority);
  const lower = shares.filter((share) => share.job.priority < topPriority);
  const reserve = lower.some(wants) ? Math.max(0, lowerQuota - lower.reduce((sum, share) => sum + share.items, 0)) : 0;
  const forTop = fillFrom(top, Math.max(0, input.size - used - reserve), publish);
  fillByPriority(lower, input.size - used - forTop, publish);
  return fill;
}

/** What the top leaves: by priority again, highest first. */
function fillByPriority(shares: readonly Share[], room: number, publish: Fill["publish"]): void {
  let left = room;
  for (let priority = highest(shares.filter(wants)); priority !== undefined && left > 0; priority = highest(shares.filter(wants))) {
    const same = shares.filter((share) => share.job.priority === priority);
    left -= fillFrom(same, left, publish);
  }
}

/** Takes turns among equals: always the job with the fewest documents in the window. Returns how many items it took. */
function fillFrom(shares: readonly Share[], room: number, publish: Fill["publish"]): number {
  let taken = 0;
  for (let share = fewest(shares); share?.next !== undefined && taken < room; share = fewest(shares)) {
    publish.push({ uid: share.job.uid, candidate: share.next });
    share.items += 1;
    share.documents += share.next.documents.length;
    share.allowed -= 1;
    draw(share);
    taken += 1;
  }
  return taken;
}

/** Undelivered items of lower priorities make way for a higher one that found no room, down to their quota. */
function makeRoom({ shares, topPriority, lowerQuota }: Fill): { uid: string; item: InFlightItem }[] {
  const waiting = shares.filter((share) => share.job.priority === topPriority && wants(share));
  if (topPriority === undefined || waiting.length === 0) return [];
  const lower = shares.filter((share) => share.job.priority < topPriority);
  const spare = lower.reduce((sum, share) => sum + share.items, 0) - lowerQuota;
  const undelivered = lower.flatMap((share) => share.undelivered().map((item) => ({ uid: share.job.uid, item })));
  const newestFirst = undelivered.sort((a, b) => b.item.sequence - a.item.sequence);
  return newestFirst.slice(0, Math.max(0, Math.min(spare, countWaiting(waiting, lower.length === 0 ? 0 : spare))));
}

/** How many items they wait with, counted no further than `enough`. */
function countWaiting(shares: readonly Share[], enough: number): number {
  let count = 0;
  for (const share of shares) {
    for (; wants(share) && count < enough; draw(share)) {
      count += 1;
      share.allowed -= 1;
    }
  }
  return count;
}

function draw(share: Share): void {
  const step = share.candidates.next();
  share.next = step.done === true ? undefined : step.value;
}

function wants(share: Share): boolean {
  return share.next !== undefined && share.allowed > 0;
}

function highest(shares: readonly Share[]): number | undefined {
  return shares.length === 0 ? undefined : Math.max(...shares.map((share) => share.job.priority));
}

function fewest(shares: readonly Share[]): Share | undefined {
  let least: Share | undefined;
  for (const share of shares) {
    if (wants(share) && (least === undefined || share.documents < least.documents)) least = share;
  }
  return least;
}
