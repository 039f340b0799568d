/** A discover or finalize item: run again whenever it is delivered, recorded whatever comes of it. */
import type { DiscoverItem, FinalizeItem } from "../../contract/wire/item.ts";
import type { TaskFailed, TaskOutcome, TaskReason } from "../../contract/wire/outcome.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import { pause } from "../backoff.ts";
import { RetryableError, UnavailableError } from "../errors.ts";
import { toMessage } from "../to-ending.ts";
import type { ItemEnd } from "./run-documents.ts";
import type { Holding, SlotParts } from "./slot-parts.ts";

type TaskItem = DiscoverItem | FinalizeItem;

const ENTRY_LOOKS = 40;
const ENTRY_LOOK_MS = 50;

export async function runTask({ parts, holding, item }: { parts: SlotParts; holding: Holding; item: TaskItem }): Promise<ItemEnd> {
  const entry = await findEntry(parts, item.job);
  if (entry?.state === "deleted") return { end: "unrecorded", why: "deleted" };
  if (entry !== undefined && isOver(item, entry)) return { end: "unrecorded", why: "sealed" };
  if (entry === undefined) return record(parts, item, fail(item, { reason: "TaskError", message: "the worker has not heard of the job" }));
  parts.board.noteItem(holding.slot, { jobUid: item.job });
  const outcome = await runInTurn({ parts, holding, item });
  return outcome === undefined ? { end: "abandoned" } : record(parts, item, outcome);
}

/** Finalizing begins when its round is sealed, and is over when there is another round; discovering is over when anything is sealed. */
function isOver(item: TaskItem, entry: JobEntry): boolean {
  return item.kind === "finalize" ? entry.round !== item.round : entry.state === "sealed" || entry.state === "cancelled";
}

/** Undefined when the worker was stopped first. */
async function runInTurn({ parts, holding, item }: { parts: SlotParts; holding: Holding; item: TaskItem }): Promise<TaskOutcome | undefined> {
  parts.board.note(holding.slot, "waiting");
  if (!(await parts.gate.enter(parts.drain))) return undefined;
  try {
    parts.board.note(holding.slot, item.kind === "discover" ? "discovering" : "finalizing");
    return item.kind === "discover" ? await parts.runDiscover(item, parts.halt) : await parts.runFinalize(item, parts.halt);
  } catch (error) {
    return parts.halt.aborted ? undefined : fail(item, { reason: reasonOf(item, error), message: toMessage(error) });
  } finally {
    parts.gate.leave();
  }
}

function reasonOf(item: TaskItem, error: unknown): TaskReason {
  if (error instanceof RetryableError && error.reason === "OutputUnwritable") return "OutputUnwritable";
  if (!(error instanceof UnavailableError)) return "TaskError";
  return item.kind === "discover" ? "SourceUnavailable" : "OutputUnwritable";
}

export function fail(item: { kind: "discover" | "finalize"; try: number; round?: number }, why: { reason: TaskReason; message: string }): TaskFailed {
  return { outcome: "TaskFailed", task: item.kind, try: item.try, round: item.round ?? 0, ...why };
}

function record(parts: SlotParts, item: TaskItem, outcome: TaskOutcome): ItemEnd {
  return { end: "recorded", proofs: [parts.appender.append(item.job, outcome)] };
}

/** A watch may lag behind the item for a moment. */
async function findEntry(parts: SlotParts, jobUid: string): Promise<JobEntry | undefined> {
  for (let looks = 0; looks < ENTRY_LOOKS; looks++) {
    const entry = parts.jobs.get(jobUid);
    if (entry !== undefined || parts.drain.aborted) return entry;
    await pause(ENTRY_LOOK_MS, parts.drain);
  }
  return undefined;
}
