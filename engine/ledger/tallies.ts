/** How many documents stand in each state at each stage: kept as they move, never counted over. */
import { DOCUMENT_STATES, type DocumentState } from "./document-state.ts";

/** State to guard: the sum of all cells is the job's total, always. */
export class Tallies {
  readonly stages: number;
  readonly #cells: Uint32Array;

  constructor(stages: number, cells?: readonly number[]) {
    this.stages = stages;
    this.#cells = new Uint32Array(stages * DOCUMENT_STATES);
    if (cells !== undefined) this.#cells.set(cells);
  }

  at(stage: number, state: DocumentState): number {
    return this.#cells[stage * DOCUMENT_STATES + state] ?? 0;
  }

  /** Over all stages. */
  of(state: DocumentState): number {
    let sum = 0;
    for (let stage = 0; stage < this.stages; stage += 1) sum += this.at(stage, state);
    return sum;
  }

  add(stage: number, state: DocumentState, count: number): void {
    const cell = stage * DOCUMENT_STATES + state;
    this.#cells[cell] = (this.#cells[cell] ?? 0) + count;
  }

  toArray(): number[] {
    return [...this.#cells];
  }
}
