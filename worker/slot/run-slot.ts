/**
 * A slot: pulls an item, works on it, settles it, and again, until the worker is told to stop. While the records of an item
 * are being stored it works on the next one; it never has more than these two.
 */
import { Backoff } from "../backoff.ts";
import { toMessage } from "../to-ending.ts";
import { settleItem, workOn } from "./handle-delivery.ts";
import type { SlotParts } from "./slot-parts.ts";

const PROBLEM_BACKOFF = { firstMs: 200, mostMs: 10_000 };
const START_BACKOFF = { firstMs: 1000, mostMs: 60_000 };

/** Resolves when the slot holds nothing and pulls no more. Never rejects. */
export function runSlot(parts: SlotParts, slot: number): Promise<void> {
  return new Slot(parts, slot).run();
}

/** State: the settlement under way, and whether something went wrong since the last item was pulled. */
class Slot {
  readonly #parts: SlotParts;
  readonly #slot: number;
  readonly #problems = new Backoff(PROBLEM_BACKOFF);
  readonly #starts = new Backoff(START_BACKOFF);
  #settling: Promise<void> = Promise.resolve();
  #isInTrouble = false;

  constructor(parts: SlotParts, slot: number) {
    this.#parts = parts;
    this.#slot = slot;
  }

  async run(): Promise<void> {
    const { drain, board } = this.#parts;
    while (!drain.aborted) {
      if (await this.#isReady()) await this.#takeOne().catch((error: unknown) => this.#note(error));
      else await this.#starts.wait(drain);
      if (this.#isInTrouble) await this.#problems.wait(drain);
      else this.#problems.reset();
      this.#isInTrouble = false;
    }
    await this.#untilSettled();
    board.note(this.#slot, "stopped");
  }

  async #takeOne(): Promise<void> {
    const { queue, ableness, board, heartbeats, drain } = this.#parts;
    this.#starts.reset();
    board.note(this.#slot, "idle");
    await ableness.untilAllowed(drain);
    const delivery = await queue.pull(drain);
    const worked = delivery === undefined ? undefined : await workOn(this.#parts, this.#slot, delivery);
    if (worked === undefined) return;
    await this.#untilSettled();
    heartbeats.beginSettling(this.#slot);
    board.noteItem(this.#slot, {});
    this.#settling = settleItem(this.#parts, this.#slot, worked).catch((error: unknown) => this.#note(error));
  }

  async #untilSettled(): Promise<void> {
    this.#parts.board.note(this.#slot, "settling");
    await this.#settling;
  }

  /** A slot without a process pulls nothing, so that its items go to those that have one. */
  async #isReady(): Promise<boolean> {
    const { runner, ableness, board, log, drain } = this.#parts;
    const slot = this.#slot;
    const preparing = runner.prepare(slot);
    if (preparing === undefined) {
      ableness.noteSlot(slot, true);
      return true;
    }
    board.note(slot, "starting");
    const problem = await preparing.then(() => undefined, toMessage);
    ableness.noteSlot(slot, problem === undefined, problem);
    if (problem !== undefined && !drain.aborted) log.warn({ slot, problem }, "a slot cannot start");
    return ableness.mayPull(slot);
  }

  #note(error: unknown): void {
    const { drain, log } = this.#parts;
    this.#isInTrouble = true;
    if (!drain.aborted) log.warn({ slot: this.#slot, problem: toMessage(error) }, "an item was left for delivery again");
  }
}
