/** What the slots of one worker share. */
import type { DiscoverItem, FinalizeItem } from "../../contract/wire/item.ts";
import type { TaskOutcome } from "../../contract/wire/outcome.ts";
import type { DocumentRunner } from "../document-runner.ts";
import type { Heartbeats } from "../heartbeat/heartbeats.ts";
import type { ManifestCache } from "../manifest-cache.ts";
import type { OutcomeAppender } from "../outcome-appender.ts";
import type { Contact, Jobs, WorkQueue } from "../ports.ts";
import type { WorkerLog } from "../worker-log.ts";
import type { Ableness } from "./ableness.ts";
import type { SlotBoard } from "./slot-board.ts";
import type { StageContexts } from "./stage-contexts.ts";
import type { SuspectGate } from "./suspect-gate.ts";

export type TaskRunner<Item extends DiscoverItem | FinalizeItem> = (item: Item, signal: AbortSignal) => Promise<TaskOutcome>;

export interface TaskRunners {
  readonly runDiscover: TaskRunner<DiscoverItem>;
  readonly runFinalize: TaskRunner<FinalizeItem>;
}

export interface SlotParts extends TaskRunners {
  readonly queue: WorkQueue;
  readonly jobs: Jobs;
  readonly manifests: ManifestCache;
  readonly appender: OutcomeAppender;
  readonly runner: DocumentRunner;
  readonly heartbeats: Heartbeats;
  readonly stages: StageContexts;
  readonly gate: SuspectGate;
  readonly board: SlotBoard;
  readonly ableness: Ableness;
  readonly contact: Contact | undefined;
  readonly log: WorkerLog;
  /** Sequences that some slot of this worker holds. */
  readonly held: Set<number>;
  /** Names scratch folders. */
  readonly boot: string;
  readonly documentTimeoutMs: number;
  /** After holding an item for so long a slot gives back what it has not started. */
  readonly holdMs: number;
  /** Aborted when the worker is told to stop: nothing new is started. */
  readonly drain: AbortSignal;
  /** Aborted when the time to stop is over: what still runs is given back. */
  readonly halt: AbortSignal;
}

/** One item in the hands of one slot. */
export interface Holding {
  readonly slot: number;
  readonly sequence: number;
  /** By performance.now(). */
  readonly heldSinceMs: number;
  readonly redelivered: boolean;
}
