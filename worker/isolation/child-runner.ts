/**
 * `execution: cpu`: one child process for each slot, used for many documents and replaced after some.
 *
 * A slot: no child → starting → has a child (→ its successor is starting beside it → the successor takes over) → no child
 * when it has ended. One timer looks at all of them: at how long documents take and at memory.
 */
import { type DocumentEnding, STOPPED } from "../document-ending.ts";
import type { DocumentTask } from "../document-task.ts";
import type { DocumentRunner } from "../document-runner.ts";
import type { SetupModule } from "../handler-setup.ts";
import { removeScratch } from "../scratch.ts";
import { DocumentTimeoutError } from "../stop-reasons.ts";
import { toMessage } from "../to-ending.ts";
import { ChildHandle } from "./child-handle.ts";
import type { LogLine } from "./child-messages.ts";
import { MemoryWatch } from "./memory-watch.ts";

export interface ChildRunnerOptions {
  readonly setup: SetupModule;
  readonly slots: number;
  readonly documentTimeoutMs: number;
  /** A child is replaced after this many documents, but no more often than costs a tenth of its slot's time. */
  readonly recycleAfterDocuments: number;
  /** Of one child and all that it starts; unset: no limit. */
  readonly memoryBytesPerChild?: number;
  readonly startTimeoutMs?: number;
  /** What handlers say. */
  readonly onLog?: (line: LogLine) => void;
  /** A child ended by itself, or could not start; for the log. */
  readonly onProblem?: (message: string, details: { readonly slot: number; readonly stderr: string }) => void;
}

interface Slot {
  current: ChildHandle | undefined;
  successor: ChildHandle | undefined;
}

const LOOK_MS = 200;
/** Shorter documents are not looked at one by one. */
const BUSY_LOOK_MS = 200;
const IDLE_LOOK_MS = 1000;
/** A child that is about to pass its share between documents is replaced, and no document is blamed. */
const RECYCLE_MEMORY_SHARE = 0.85;
/** A start must not cost more than one part in so many of the child's life. */
const LIFE_PER_START = 10;
const DEFAULT_START_TIMEOUT_MS = 60_000;

export class ChildRunner implements DocumentRunner {
  readonly #options: ChildRunnerOptions;
  readonly #slots: Slot[];
  readonly #children = new Set<ChildHandle>();
  readonly #memory = new MemoryWatch();
  readonly #lookedMs = new WeakMap<ChildHandle, number>();
  readonly #large = new WeakSet<ChildHandle>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isStopped = false;

  constructor(options: ChildRunnerOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.slots }, () => ({ current: undefined, successor: undefined }));
  }

  readonly start = async (): Promise<void> => {
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    // All at once: each start is mostly waiting for the disk and the compiler.
    for (const slot of this.#slots) slot.current = this.#spawn();
  };

  readonly prepare = (slot: number): Promise<void> | undefined => {
    const place = this.#place(slot);
    if (place.current?.isUsable === true) return undefined;
    if (place.current === undefined || place.current.isOver) place.current = this.#takeSuccessor(place) ?? this.#spawn();
    return place.current.ready();
  };

  readonly run = async (slot: number, task: DocumentTask): Promise<DocumentEnding> => {
    try {
      await this.prepare(slot);
    } catch (error) {
      return this.#place(slot).current?.wasStopped === true ? STOPPED : { ending: "NotAble", message: toMessage(error) };
    }
    const place = this.#place(slot);
    const child = place.current;
    if (child === undefined) return { ending: "NotAble", message: "the slot has no process" };
    if (this.#isDue(child)) place.successor ??= this.#spawn();
    const ending = await child.run(task);
    if (child.isOver) await this.#bury(slot, { child, task, ending });
    else this.#replace(place, child);
    return ending;
  };

  readonly interrupt = (slot: number): void => this.#place(slot).current?.end();

  readonly stop = async (): Promise<void> => {
    this.#isStopped = true;
    clearInterval(this.#timer);
    for (const child of this.#children) child.end();
    await Promise.all([...this.#children].map((child) => child.gone()));
  };

  readonly abandoned = (): number => 0;

  #place(slot: number): Slot {
    const place = this.#slots[slot];
    if (place === undefined) throw new RangeError(`there is no slot ${slot}`);
    return place;
  }

  #spawn(): ChildHandle {
    const { setup, memoryBytesPerChild, startTimeoutMs = DEFAULT_START_TIMEOUT_MS, onLog } = this.#options;
    const heap = memoryBytesPerChild === undefined ? {} : { maxHeapMiB: Math.max(64, Math.floor(memoryBytesPerChild / 1024 / 1024)) };
    const child = new ChildHandle({ setup, startTimeoutMs, ...heap, ...(onLog === undefined ? {} : { onLog }) });
    this.#children.add(child);
    void child.gone().then(() => this.#children.delete(child));
    if (this.#isStopped) child.end();
    return child;
  }

  #takeSuccessor(place: Slot): ChildHandle | undefined {
    const { successor } = place;
    place.successor = undefined;
    return successor?.isOver === true ? undefined : successor;
  }

  /** Asked before the last document, so that the successor is ready when that has ended. */
  #isDue(child: ChildHandle): boolean {
    const isWorn = child.documents + 1 >= this.#options.recycleAfterDocuments || this.#large.has(child);
    return isWorn && performance.now() - child.startedMs >= LIFE_PER_START * child.startMs;
  }

  #replace(place: Slot, child: ChildHandle): void {
    const { successor } = place;
    if (successor === undefined) return;
    if (successor.isOver) place.successor = undefined;
    if (!successor.isUsable) return;
    place.current = successor;
    place.successor = undefined;
    child.end();
  }

  async #bury(slot: number, end: { child: ChildHandle; task: DocumentTask; ending: DocumentEnding }): Promise<void> {
    const { child, task, ending } = end;
    if (ending.ending === "Failed") this.#options.onProblem?.(ending.message, { slot, stderr: child.stderrTail });
    await removeScratch(task.scratchPath);
  }

  async #look(): Promise<void> {
    const nowMs = performance.now();
    for (const child of this.#children) this.#judgeTime(child, nowMs);
    if (this.#isLooking || this.#options.memoryBytesPerChild === undefined) return;
    this.#isLooking = true;
    await this.#lookAtMemory(nowMs, this.#options.memoryBytesPerChild).catch((error: unknown) => {
      this.#options.onProblem?.(`memory cannot be watched: ${toMessage(error)}`, { slot: -1, stderr: "" });
    });
    this.#isLooking = false;
  }

  #judgeTime(child: ChildHandle, nowMs: number): void {
    const { documentTimeoutMs } = this.#options;
    if (child.busySinceMs === undefined || nowMs - child.busySinceMs < documentTimeoutMs) return;
    child.end({ ending: "Failed", reason: "Timeout", message: toMessage(new DocumentTimeoutError(documentTimeoutMs)) });
  }

  async #lookAtMemory(nowMs: number, limitBytes: number): Promise<void> {
    const children = [...this.#children].filter((child) => child.isUsable && this.#isWorthALook(child, nowMs));
    if (children.length === 0) return;
    const bytes = await this.#memory.look(
      children.map(({ pid }) => pid),
      nowMs,
    );
    for (const child of children) this.#judgeMemory(child, { bytes: bytes.get(child.pid) ?? 0, limitBytes, nowMs });
  }

  #isWorthALook(child: ChildHandle, nowMs: number): boolean {
    const isLongBusy = child.busySinceMs !== undefined && nowMs - child.busySinceMs >= BUSY_LOOK_MS;
    return isLongBusy || this.#large.has(child) || nowMs - (this.#lookedMs.get(child) ?? child.startedMs) >= IDLE_LOOK_MS;
  }

  #judgeMemory(child: ChildHandle, { bytes, limitBytes, nowMs }: { bytes: number; limitBytes: number; nowMs: number }): void {
    this.#lookedMs.set(child, nowMs);
    if (bytes > limitBytes * RECYCLE_MEMORY_SHARE) this.#large.add(child);
    // A document of a moment ago is not what took it; if it is, the next look will tell.
    const isNew = child.busySinceMs !== undefined && nowMs - child.busySinceMs < BUSY_LOOK_MS;
    if (bytes <= limitBytes || isNew) return;
    const message = `held ${toMiB(bytes)} MiB of memory, more than its share of ${toMiB(limitBytes)} MiB`;
    child.end({ ending: "Failed", reason: "OutOfMemory", message });
  }
}

function toMiB(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
