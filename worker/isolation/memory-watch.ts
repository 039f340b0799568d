/** Looks at the memory of children and of what they have started. State: which processes belong to which child, for a second. */
import { listProcesses, membersOf, memoryBytesOf } from "./process-tree.ts";

/** The list of all processes costs more than the memory of a few of them. */
const MEMBERS_KEPT_MS = 1000;

export class MemoryWatch {
  readonly #members = new Map<number, readonly number[]>();
  #listedMs = Number.NEGATIVE_INFINITY;

  /** Bytes by leader. */
  async look(leaders: readonly number[], nowMs: number): Promise<Map<number, number>> {
    await this.#list(leaders, nowMs);
    const bytes = await Promise.all(leaders.map((leader) => memoryBytesOf(this.#members.get(leader) ?? [leader])));
    return new Map(leaders.map((leader, place) => [leader, bytes[place] ?? 0]));
  }

  async #list(leaders: readonly number[], nowMs: number): Promise<void> {
    const isFresh = nowMs - this.#listedMs < MEMBERS_KEPT_MS && leaders.every((leader) => this.#members.has(leader));
    if (isFresh) return;
    const all = await listProcesses();
    this.#members.clear();
    for (const leader of leaders) this.#members.set(leader, membersOf(leader, all).map(({ pid }) => pid));
    this.#listedMs = nowMs;
  }
}
