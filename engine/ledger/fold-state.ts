/**
 * All that a job's ledger says, folded: a function of the records in stream order and of nothing else. Only the functions
 * of this folder write to it; planners, status and snapshots read it.
 */
import type { DiscoverSucceeded, DocumentOutcome, TaskReason } from "../../contract/wire/outcome.ts";
import type { ControlRecord, SealReason } from "../../contract/wire/control.ts";
import type { DocumentTable } from "./document-table.ts";
import { FailureGroups } from "./failure-groups.ts";
import { Rate } from "./rate.ts";
import type { SplitState } from "./split-state.ts";
import { Suspects } from "./suspects.ts";
import type { Tallies } from "./tallies.ts";

/** Counts of what the fold met, for metrics and for people who look for the cause of something. */
export interface Curiosities {
  /** Outcomes after Sealed. */
  late: number;
  /** Outcomes of tries that were not current: duplicates, stale workers. */
  stale: number;
  /** Outcomes of documents, stages or parts that the job does not have. */
  stray: number;
  garbage: number;
  lost: number;
  returned: number;
}

/** What the Discovered record says. */
export type DiscoveredFacts = Omit<Extract<ControlRecord, { type: "Discovered" }>, "type">;

/** Present once `Discovered` is in the ledger. */
export interface Documents extends DiscoveredFacts {
  readonly table: DocumentTable;
  readonly tallies: Tallies;
  readonly splits: Map<number, SplitState>;
  /** In a row and by stage: tries given back because something did not answer. */
  readonly unavailable: number[];
  /** By stage: tries that a document's stage ended with, and their wall time together. */
  readonly work: { count: number; millis: number }[];
}

/** How a task of the job itself (discover, finalize) stands. */
export interface TaskState {
  /** Its next try, from 1. */
  try: number;
  /** When the try before ended; its backoff counts from here. */
  failedAtMs: number;
  reason?: TaskReason;
  message?: string;
}

export interface Seal {
  readonly reason: SealReason;
  readonly message: string;
  readonly timeMs: number;
}

export interface FinalizedRound {
  readonly round: number;
  readonly countsAddUp: boolean;
  readonly message: string;
  readonly timeMs: number;
}

export interface FoldState {
  /** Last folded record. */
  sequence: number;
  timeMs: number;
  /** Last folded control record: what the leader's next append expects. */
  controlSequence: number;
  term: number;
  /** Time of the first record. */
  startMs: number;
  /** Set by a record of an unknown version: nothing after it is folded. */
  haltedByVersion: number | undefined;

  discovery: TaskState & { found: DiscoverSucceeded | undefined };
  documents: Documents | undefined;

  round: number;
  roundStartMs: number;
  suspended: "no" | "byUser" | "byPolicy";
  suspendedSinceMs: number;
  /** In this round, before `suspendedSinceMs`. */
  suspendedMs: number;
  /** What the failure policy counts from: ended since the last resume, failed since the round began. */
  policyFrom: { ended: number; failed: number };
  /** Highest Reopened value so far: each is applied once. */
  reopenedBeforeMs: number;
  seal: Seal | undefined;
  finalize: TaskState & { done: FinalizeResult | undefined };
  finalized: FinalizedRound | undefined;

  /** Time of the last outcome that changed something. */
  lastProgressMs: number;
  rate: Rate;
  failures: FailureGroups;
  suspects: Suspects;
  curiosities: Curiosities;
}

export interface FinalizeResult {
  readonly round: number;
  readonly counts: { readonly succeeded: number; readonly failed: number; readonly skipped: number; readonly cancelled: number };
  readonly missingOutputs: number;
  readonly message: string;
}

/** Before any record. */
export function createFoldState(): FoldState {
  return {
    sequence: 0,
    timeMs: 0,
    controlSequence: 0,
    term: 0,
    startMs: 0,
    haltedByVersion: undefined,
    discovery: { try: 1, failedAtMs: 0, found: undefined },
    documents: undefined,
    round: 0,
    roundStartMs: 0,
    suspended: "no",
    suspendedSinceMs: 0,
    suspendedMs: 0,
    policyFrom: { ended: 0, failed: 0 },
    reopenedBeforeMs: 0,
    seal: undefined,
    finalize: { try: 1, failedAtMs: 0, done: undefined },
    finalized: undefined,
    lastProgressMs: 0,
    rate: new Rate(),
    failures: new FailureGroups(),
    suspects: new Suspects(),
    curiosities: { late: 0, stale: 0, stray: 0, garbage: 0, lost: 0, returned: 0 },
  };
}

/**
 * Told after each change that matters to what can be admitted. Lives with the planner; replays run with SILENT.
 */
export interface FoldObserver {
  /** The try of a document at a stage ended; the state already shows what is next. */
  readonly tryEnded: (index: number, stage: number, tryNumber: number) => void;
  readonly partEnded: (index: number, row: number, partTry: number) => void;
  /** Parts have appeared, or those of `index` are gone. */
  readonly splitChanged: (index: number) => void;
  /** Many documents changed at once: look at everything anew. */
  readonly reset: () => void;
  /** This outcome of a document or part ended its try: for those who tell what became of each document. */
  readonly counted?: (outcome: DocumentOutcome) => void;
}

const nothing = (): void => {};
export const SILENT: FoldObserver = { tryEnded: nothing, partEnded: nothing, splitChanged: nothing, reset: nothing };
