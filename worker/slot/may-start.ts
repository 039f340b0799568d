/** The look before each document: may it start, and if not, what becomes of those that have not started? */
import type { ReturnedWhy } from "../../contract/wire/outcome.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import { pause } from "../backoff.ts";
import type { NoRecord } from "../settle.ts";
import type { Holding, SlotParts } from "./slot-parts.ts";

export type MayStart =
  | { readonly may: "start"; readonly entry: JobEntry }
  /** The ledger is full, or the broker does not answer: ask again. */
  | { readonly may: "wait" }
  | { readonly may: "giveBack"; readonly why: ReturnedWhy }
  | { readonly may: "leave"; readonly why: NoRecord };

const WAIT: MayStart = { may: "wait" };
const DRAIN: MayStart = { may: "giveBack", why: "drain" };
const YIELD: MayStart = { may: "giveBack", why: "yield" };
const SEALED = { may: "leave", why: "sealed" } as const;
const DELETED = { may: "leave", why: "deleted" } as const;

/** Without an answer for so long, a worker starts nothing. */
const MAX_SILENCE_TO_START_MS = 4000;
const LOOK_MS = 50;
/** A watch that lags behind the item shows the entry within this time. */
const ENTRY_WAIT_MS = 2000;

export interface Look {
  readonly parts: SlotParts;
  readonly holding: Holding;
  readonly jobUid: string;
}

/** Waits where that helps; never longer than the worker runs. */
export async function untilDecided(look: Look): Promise<Exclude<MayStart, { may: "wait" }>> {
  for (;;) {
    const decision = decide(look);
    if (decision.may !== "wait") return decision;
    await pause(LOOK_MS, look.parts.drain);
  }
}

/** Without waiting: most documents need no more. */
export function decide({ parts, holding, jobUid }: Look): MayStart {
  const entry = parts.jobs.get(jobUid);
  const ended = ofEnded(entry);
  if (ended !== undefined) return ended;
  if (parts.drain.aborted) return DRAIN;
  const heldMs = performance.now() - holding.heldSinceMs;
  if (entry === undefined) return heldMs < ENTRY_WAIT_MS ? WAIT : YIELD;
  if (entry.state === "suspended" || entry.state === "cancelled" || heldMs > parts.holdMs) return YIELD;
  if (entry.state === "full" || isSilent(parts)) return WAIT;
  return { may: "start", entry };
}

/** Items of a job that is over leave no record. */
export function ofEnded(entry: JobEntry | undefined): Extract<MayStart, { may: "leave" }> | undefined {
  if (entry?.state === "sealed") return SEALED;
  return entry?.state === "deleted" ? DELETED : undefined;
}

function isSilent({ contact }: SlotParts): boolean {
  return contact !== undefined && contact.sinceAnswerMs() > MAX_SILENCE_TO_START_MS;
}
