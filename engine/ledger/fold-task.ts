/** How discovering the documents, or finalizing a round, ended. Both are tried again for as long as it takes. */
import { assertNever } from "../../contract/assert-never.ts";
import type { TaskFailed, TaskOutcome } from "../../contract/wire/outcome.ts";
import { type DocumentContext, count } from "./fold-context.ts";

export function foldTask(outcome: TaskOutcome, context: DocumentContext): void {
  const { state } = context;
  switch (outcome.outcome) {
    case "Discovered":
      if (state.discovery.found !== undefined) return count(context, "stale");
      state.discovery.found = outcome;
      return;
    case "FinalizeDone":
      if (outcome.round !== state.round || state.seal === undefined || state.finalize.done !== undefined) return count(context, "stale");
      state.finalize.done = { round: outcome.round, counts: outcome.counts, missingOutputs: outcome.missingOutputs, message: outcome.message ?? "" };
      return;
    case "TaskFailed":
      return foldTaskFailed(outcome, context);
    default:
      assertNever(outcome);
  }
}

function foldTaskFailed(outcome: TaskFailed, context: DocumentContext): void {
  const { state } = context;
  const task = outcome.task === "discover" ? state.discovery : state.finalize;
  const ofThisRound = outcome.task === "discover" || outcome.round === state.round;
  if (!ofThisRound || outcome.try !== task.try) return count(context, "stale");
  task.try += 1;
  task.failedAtMs = context.timeMs;
  task.reason = outcome.reason;
  task.message = outcome.message;
}
