/**
 * How tries end: what workers append to a job's ledger. See the life of a document in ARCHITECTURE.md.
 *
 * An outcome belongs to a try, and its identity is (index, stage, try), for parts (index, stage, try, part, partTry).
 */
import type { Reason } from "../reasons.ts";

/** A JSON value; results of handlers are made of these. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The join of a split document's parts counts as one more part, with tries of its own. */
export const JOIN = "join";
export type Part = number | typeof JOIN;

/** Which try of which document. */
export interface TryIdentity {
  /** Place of the document in the manifest, from 0. */
  readonly index: number;
  /** Place of the stage in the pipeline, from 0. */
  readonly stage: number;
  /** From 1; rises when the ledger shows the one before ended. */
  readonly try: number;
  /** Present for a part of a split document, from 0, or for the join of its parts. */
  readonly part?: Part;
  /** From 1; present where `part` is. */
  readonly partTry?: number;
}

/** A file in its final place. `name` is relative to the output, with `/` between folders. */
export interface OutputFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What is known of a try however it ended. */
export interface TryFacts {
  /** Wall time of the try on its slot, fetch and store included. */
  readonly millis?: number;
  /** Bytes that were read, and their hash. */
  readonly input?: { readonly bytes: number; readonly sha256: string };
}

export interface Succeeded extends TryIdentity, TryFacts {
  readonly outcome: "Succeeded";
  readonly outputs?: readonly OutputFile[];
  /** At most MAX_INLINE_RESULT_BYTES as JSON; a larger one is a file among the outputs. */
  readonly result?: Json;
  /** Name and version of what did the work. */
  readonly engine?: string;
  /** Id of a document with the same bytes: the work was done for that one, and this is its result. */
  readonly reusedFrom?: string;
  /** Names of what somebody should look at, as `LowConfidence`; at most MAX_WARNINGS. */
  readonly warnings?: readonly string[];
}

export const MAX_WARNINGS = 8;
export const MAX_WARNING_CHARACTERS = 64;

/** May be tried again, unless `last`. */
export interface Failed extends TryIdentity, TryFacts {
  readonly outcome: "Failed";
  readonly reason: Reason;
  readonly message?: string;
  /** The item said that this is the last attempt. */
  readonly last: boolean;
  /** The other side asked for at least this long before the next try. */
  readonly retryAfterSeconds?: number;
}

/** Never tried again in this round. */
export interface Rejected extends TryIdentity, TryFacts {
  readonly outcome: "Rejected";
  readonly reason: Reason;
  readonly message?: string;
}

/** The handler judged that there is nothing to do; the document goes no further. */
export interface Skipped extends TryIdentity, TryFacts {
  readonly outcome: "Skipped";
  readonly message?: string;
}

/** The document is worked on in `parts` page ranges; costs no attempt. */
export interface Split extends TryIdentity, TryFacts {
  readonly outcome: "Split";
  /** 2 to MAX_PARTS. */
  readonly parts: number;
  /** Pages in each part but the last. */
  readonly pagesPerPart: number;
  readonly pages: number;
  /** Of the source, so that every part and the join work on the same bytes. */
  readonly sha256: string;
}

export type ReturnedWhy = "drain" | "yield" | "unavailable" | "notAble";

/** Documents given back: no attempt is spent. The writer cannot know which tries have ended since; those stay as they are. */
export interface Returned {
  readonly outcome: "Returned";
  readonly stage: number;
  readonly documents: readonly DocumentTry[];
  readonly why: ReturnedWhy;
  /** A document of the item was started before it was given back; see `yield`. */
  readonly started: boolean;
  readonly message?: string;
}

/** The worker that held these documents went away. */
export interface Lost {
  readonly outcome: "Lost";
  readonly stage: number;
  readonly documents: readonly DocumentTry[];
}

/** No outcome: a suspect is about to be run by this boot of a worker. */
export interface Started extends TryIdentity {
  readonly outcome: "Started";
}

/** One document of an item, as far as an outcome needs it. */
export interface DocumentTry {
  readonly index: number;
  readonly try: number;
  readonly part?: Part;
  readonly partTry?: number;
}

/** How discovering a job's documents, or finalizing a round of it, ended. */
export type TaskOutcome = DiscoverSucceeded | FinalizeSucceeded | TaskFailed;

export interface DiscoverSucceeded {
  readonly outcome: "Discovered";
  readonly try: number;
  /** Random id under which the pages of this manifest lie. */
  readonly run: string;
  readonly total: number;
  readonly pages: number;
  /** Of the manifest's pages in order. */
  readonly sha256: string;
}

export interface FinalizeSucceeded {
  readonly outcome: "FinalizeDone";
  readonly try: number;
  readonly round: number;
  /** What the files add up to; `CountsDoNotAddUp` where it is not what the ledger says. */
  readonly counts: { readonly succeeded: number; readonly failed: number; readonly skipped: number; readonly cancelled: number };
  /** Recorded outputs that are not there, or not of their size; at most the first is named. */
  readonly missingOutputs: number;
  readonly message?: string;
}

export interface TaskFailed {
  readonly outcome: "TaskFailed";
  readonly task: "discover" | "finalize";
  readonly try: number;
  readonly round: number;
  /** A TaskReason that is permanent ends the job; others are tried again. */
  readonly reason: TaskReason;
  readonly message: string;
}

/** Why discover or finalize did not succeed; the first four are permanent: the manifest itself is at fault. */
export const TASK_REASONS = ["ManifestInvalid", "ManifestEmpty", "DuplicateIds", "ManifestTooLarge", "SourceUnavailable", "OutputUnwritable", "TaskError"] as const;
export type TaskReason = (typeof TASK_REASONS)[number];

export function isPermanentTaskReason(reason: TaskReason): boolean {
  return TASK_REASONS.indexOf(reason) < 4;
}

/** How one document's (or part's) try ended by itself. */
export type DocumentOutcome = Succeeded | Failed | Rejected | Skipped | Split;

/** One entry of a message on the outcomes subject. */
export type Outcome = DocumentOutcome | Returned | Lost | Started | TaskOutcome;

/** A message on `….outcomes`: what one worker's slots had to say within a few milliseconds. */
export interface OutcomesMessage {
  readonly kind: "outcomes";
  readonly worker: string;
  /** Changes with every start of the worker. */
  readonly boot: string;
  readonly outcomes: readonly Outcome[];
}

export const MAX_INLINE_RESULT_BYTES = 1024;
export const MAX_MESSAGE_CHARACTERS = 500;
export const MAX_PARTS = 4096;
