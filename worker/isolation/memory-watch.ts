/** Looks at the memory of children and of what they have started. State: which processes belong to which child, for a moment. */
import { listProcesses, membersOf, memoryBytesOf, type ProcessEntry } from "./process-tree.ts";

/**
 * A list of all processes is kept for so many times as long as it took: it costs a twenty-fifth of a core at most, and where
 * there are few processes, a command that has just been started is seen at the next look.
 */
const KEPT_PER_LISTING = 25;
const MOST_KEPT_MS = 1000;
/** A process may get the number of one that has gone, but numbers come round in minutes. */
const STRANGERS_KEPT_MS = 5000;

export class MemoryWatch {
  readonly #members = new Map<number, readonly number[]>();
  /** Processes that belong to no child. They stay strangers, so most of a machine's processes are looked at once. */
  #strangers: ReadonlySet<number> = new Set();
  #strangersUntilMs = Number.NEGATIVE_INFINITY;
  #keptUntilMs = Number.NEGATIVE_INFINITY;

  /** Bytes by leader. */
  async look(leaders: readonly number[], nowMs: number): Promise<Map<number, number>> {
    await this.#list(leaders, nowMs);
    const bytes = await Promise.all(leaders.map((leader) => memoryBytesOf(this.#members.get(leader) ?? [leader])));
    return new Map(leaders.map((leader, place) => [leader, bytes[place] ?? 0]));
  }

  async #list(leaders: readonly number[], nowMs: number): Promise<void> {
    const isFresh = nowMs < this.#keptUntilMs && leaders.every((leader) => this.#members.has(leader));
    if (isFresh) return;
    const beganMs = performance.now();
    const isToForget = nowMs >= this.#strangersUntilMs;
    const all = await listProcesses(isToForget ? undefined : this.#strangers);
    const tookMs = performance.now() - beganMs;
    this.#members.clear();
    for (const leader of leaders) this.#members.set(leader, membersOf(leader, all).map(({ pid }) => pid));
    this.#keptUntilMs = nowMs + Math.min(MOST_KEPT_MS, KEPT_PER_LISTING * tookMs);
    if (isToForget) this.#learnStrangers(all, nowMs);
  }

  #learnStrangers(all: readonly ProcessEntry[], nowMs: number): void {
    const ours = new Set([...membersOf(process.pid, all).map(({ pid }) => pid), ...[...this.#members.values()].flat()]);
    this.#strangers = new Set(all.flatMap(({ pid }) => (ours.has(pid) ? [] : pid)));
    this.#strangersUntilMs = nowMs + STRANGERS_KEPT_MS;
  }
}
