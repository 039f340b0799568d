/**
 * Discover and finalize are tried again for as long as it takes, which suits a cluster. Here somebody waits at a terminal: the
 * first failure in a run ends it, with what is wrong.
 */
import type { TaskReason } from "../contract/wire/outcome.ts";
import type { FoldState } from "../engine/ledger/fold-state.ts";
import type { StopReason } from "./run-job-options.ts";

export type TaskTrouble =
  /** There are no documents to work on: the folder is not the one, or does not answer. */
  | { readonly end: "unlisted"; readonly message: string }
  | { readonly end: "stopped"; readonly reason: StopReason; readonly message: string };

/** Reasons that are the manifest's own fault seal the job, and are told as its end. */
const STOPS: Readonly<Partial<Record<TaskReason, StopReason>>> = { OutputUnwritable: "outputUnwritable", TaskError: "taskFailed" };

/** How often the tasks had been tried when the run began: what failed in a run before is tried again first. */
export interface TaskTries {
  readonly discovery: number;
  readonly finalize: number;
  readonly round: number;
}

export function taskTries({ discovery, finalize, round }: FoldState): TaskTries {
  return { discovery: discovery.try, finalize: finalize.try, round };
}

export function taskTrouble(state: FoldState, before: TaskTries): TaskTrouble | undefined {
  const isListing = state.documents === undefined;
  const { reason, message = "", try: tryNow } = isListing ? state.discovery : state.finalize;
  const tryBefore = isListing ? before.discovery : state.round === before.round ? before.finalize : 1;
  if (reason === undefined || tryNow === tryBefore) return undefined;
  if (reason === "SourceUnavailable") return { end: "unlisted", message };
  const stop = STOPS[reason];
  return stop === undefined ? undefined : { end: "stopped", reason: stop, message };
}
