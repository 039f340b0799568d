/** Workers that take time from nobody: they hold items as slots do, and say about ten outcomes in one message. */
import type { ItemDocument } from "../../../contract/wire/item.ts";
import type { DocumentTry, Outcome } from "../../../contract/wire/outcome.ts";
import type { Candidate } from "../../../engine/admission/candidate.ts";
import type { Random } from "../../model/random.ts";
import { toDocumentTry, toIdentity } from "../../../worker/slot/to-outcome.ts";
import { endTry } from "./try-endings.ts";

const WORKERS = 40;
const SLOTS = 10;
/** A message has from this many outcomes to three times as many less one: ten on average. */
const LEAST_OUTCOMES = 5;

/** Of all tries, in percent: given back by a worker, or lost with it, with all that the item still held. */
const RETURNED = 0.15;
const LOST = 0.03;

interface Held {
  readonly candidate: Candidate;
  readonly left: ItemDocument[];
}

export interface WorkerMessage {
  readonly worker: string;
  readonly boot: string;
  readonly outcomes: readonly Outcome[];
}

export class FakeWorkers {
  readonly #random: Random;
  readonly #lastStage: number;
  readonly #queue: Candidate[] = [];
  #taken = 0;
  readonly #slots: (Held | undefined)[][] = Array.from({ length: WORKERS }, () => Array.from({ length: SLOTS }, () => undefined));
  #turn = 0;

  constructor(random: Random, stages: number) {
    this.#random = random;
    this.#lastStage = stages - 1;
  }

  publish(candidates: readonly Candidate[]): void {
    if (this.#taken === this.#queue.length) {
      this.#queue.length = 0;
      this.#taken = 0;
    }
    this.#queue.push(...candidates);
  }

  /** What the next worker has to say; undefined when nobody has anything to do. */
  next(): WorkerMessage | undefined {
    for (let looked = 0; looked < WORKERS; looked += 1) {
      this.#turn = (this.#turn + 1) % WORKERS;
      const outcomes = this.#work(this.#slots[this.#turn] ?? []);
      if (outcomes.length > 0) return { worker: `ocr-7f9c6d5b8-${String(this.#turn).padStart(5, "x")}`, boot: `b${String(this.#turn).padStart(9, "0")}`, outcomes };
    }
    return undefined;
  }

  #work(slots: (Held | undefined)[]): Outcome[] {
    const outcomes: Outcome[] = [];
    const enough = LEAST_OUTCOMES + this.#random.below(2 * LEAST_OUTCOMES + 1);
    for (let step = 0; step < 2 * SLOTS && outcomes.length < enough; step += 1) {
      const slot = step % SLOTS;
      const held = slots[slot] ?? this.#take();
      if (held === undefined) continue;
      this.#endOne(held, outcomes);
      slots[slot] = held.left.length === 0 ? undefined : held;
    }
    return outcomes;
  }

  #take(): Held | undefined {
    const candidate = this.#queue[this.#taken];
    if (candidate === undefined) return undefined;
    this.#taken += 1;
    return { candidate, left: candidate.documents.toReversed() };
  }

  #endOne({ candidate, left }: Held, outcomes: Outcome[]): void {
    const { stage } = candidate.key;
    const document = left.at(-1);
    if (document === undefined) return;
    if (candidate.suspect) outcomes.push({ outcome: "Started", ...toIdentity(document, stage) });
    if (this.#random.chance(RETURNED)) return void outcomes.push({ outcome: "Returned", stage, documents: drain(left), why: "drain", started: true });
    if (this.#random.chance(LOST)) return void outcomes.push({ outcome: "Lost", stage, documents: drain(left) });
    left.pop();
    outcomes.push(endTry({ document, stage, isLastStage: stage === this.#lastStage }, this.#random));
  }
}

function drain(left: ItemDocument[]): DocumentTry[] {
  return left.splice(0).toReversed().map(toDocumentTry);
}
