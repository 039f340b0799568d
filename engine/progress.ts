/** How far a job is, in numbers that add up at every read. */
import type { DocumentsInFlight, InFlight } from "./admission/in-flight.ts";
import { DocumentState } from "./ledger/document-state.ts";
import type { FailureGroup } from "./ledger/failure-groups.ts";
import type { Documents, FoldState } from "./ledger/fold-state.ts";

/** `queued`: admitted and not ended. `retrying`: a later try that is not admitted yet. They add up to the total. */
export interface Counts {
  readonly pending: number;
  readonly queued: number;
  readonly retrying: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export interface Progress {
  /** Absent before discovery. */
  readonly total?: number;
  readonly documents: Counts;
  /**
   * One for each stage. A stage counts the documents that have come to it or may still come; those that ended at an
   * earlier stage are counted there and nowhere later.
   */
  readonly stages: readonly Counts[];
  /** Ended stage-steps of all stage-steps, 0 to 100, rounded down. */
  readonly percent: number;
  /** Over the last five minutes. */
  readonly documentsPerHour: number;
  /** Absent before MIN_OUTCOMES_FOR_ETA steps have ended, or when nothing moves. */
  readonly remainingMs?: number;
  readonly averageMillis: number;
  /** Largest first, at most MAX_FAILURE_GROUPS. */
  readonly failures: readonly FailureGroup[];
}

export const MAX_FAILURE_GROUPS = 10;
/** Fewer say nothing about the rest. */
export const MIN_OUTCOMES_FOR_ETA = 20;

const NONE: Counts = { pending: 0, queued: 0, retrying: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };

export function toProgress(state: FoldState, inFlight: InFlight, nowMs: number): Progress {
  const { documents } = state;
  if (documents === undefined) return { documents: NONE, stages: [], percent: 0, documentsPerHour: 0, averageMillis: 0, failures: [] };
  const stages = Array.from({ length: documents.stages }, (_, stage) => stageCounts(documents, stage, inFlight.documentsAt(stage)));
  const rate = state.rate.perHour(nowMs);
  const steps = countSteps(documents);
  const remaining = documents.total * documents.stages - steps;
  const knowsEta = steps >= MIN_OUTCOMES_FOR_ETA && rate.steps > 0 && state.suspended === "no" && state.seal === undefined;
  return {
    total: documents.total,
    documents: documentCounts(documents, stages),
    stages,
    percent: Math.floor((100 * steps) / Math.max(1, documents.total * documents.stages)),
    documentsPerHour: rate.documents,
    ...(knowsEta ? { remainingMs: (remaining / rate.steps) * 3_600_000 } : {}),
    averageMillis: averageMillis(documents),
    failures: state.failures.list().slice(0, MAX_FAILURE_GROUPS),
  };
}

function stageCounts({ tallies, stages: count }: Documents, stage: number, inFlight: DocumentsInFlight): Counts {
  const at = (kind: DocumentState): number => tallies.at(stage, kind);
  const waiting = at(DocumentState.Retry) + at(DocumentState.Backoff) + at(DocumentState.Again);
  const first = Math.min(at(DocumentState.Ready), inFlight.firstTries);
  const later = Math.min(waiting, inFlight.laterTries);
  const earlier = sum(count, (each) => (each < stage ? notEnded({ tallies, stage: each }) : 0));
  return {
    pending: at(DocumentState.Ready) - first + earlier,
    queued: first + later + at(DocumentState.Split),
    retrying: waiting - later,
    succeeded: at(DocumentState.Succeeded) + sum(count, (each) => (each > stage ? reached(tallies, each) : 0)),
    failed: at(DocumentState.Failed),
    skipped: at(DocumentState.Skipped),
    cancelled: at(DocumentState.Cancelled),
  };
}

function documentCounts({ tallies, total }: Documents, stages: readonly Counts[]): Counts {
  const ended = { succeeded: tallies.of(DocumentState.Succeeded), failed: tallies.of(DocumentState.Failed) };
  const others = { skipped: tallies.of(DocumentState.Skipped), cancelled: tallies.of(DocumentState.Cancelled) };
  const queued = stages.reduce((all, stage) => all + stage.queued, 0);
  const retrying = stages.reduce((all, stage) => all + stage.retrying, 0);
  const pending = total - queued - retrying - ended.succeeded - ended.failed - others.skipped - others.cancelled;
  return { pending, queued, retrying, ...ended, ...others };
}

function notEnded({ tallies, stage }: { tallies: Documents["tallies"]; stage: number }): number {
  let open = 0;
  for (let kind = DocumentState.Ready; kind <= DocumentState.Split; kind += 1) open += tallies.at(stage, kind as DocumentState);
  return open;
}

/** All that stand at a stage, however they ended there: they succeeded at every earlier one. */
function reached(tallies: Documents["tallies"], stage: number): number {
  let all = 0;
  for (let kind = DocumentState.Ready; kind <= DocumentState.Cancelled; kind += 1) all += tallies.at(stage, kind as DocumentState);
  return all;
}

/** A document that has ended has ended all its steps. */
function countSteps(documents: Documents): number {
  const { tallies, stages } = documents;
  return sum(stages, (stage) => {
    const open = notEnded({ tallies, stage });
    return open * stage + (reached(tallies, stage) - open) * stages;
  });
}

function averageMillis({ work }: Documents): number {
  const count = work.reduce((all, stage) => all + stage.count, 0);
  return count === 0 ? 0 : Math.round(work.reduce((all, stage) => all + stage.millis, 0) / count);
}

function sum(count: number, of: (each: number) => number): number {
  let all = 0;
  for (let each = 0; each < count; each += 1) all += of(each);
  return all;
}
