/** Who waits until when: a binary heap in two columns of four bytes, the earliest on top. */

const FIRST_CAPACITY = 64;

/** Due times are kept in tenths of a second since this, rounded up: never early, at most 100 ms late. */
const TICK_MS = 100;

/** State to guard: entries 0 to size-1 are a heap by due tick. May hold stale entries; whoever pops looks again. */
export class DueHeap {
  readonly #epochMs: number;
  #due = new Uint32Array(FIRST_CAPACITY);
  #rows = new Uint32Array(FIRST_CAPACITY);
  #size = 0;

  constructor(epochMs: number) {
    this.#epochMs = epochMs;
  }

  get size(): number {
    return this.#size;
  }

  push(dueMs: number, row: number): void {
    if (this.#size === this.#due.length) this.#grow();
    let place = this.#size;
    const due = Math.max(0, Math.ceil((dueMs - this.#epochMs) / TICK_MS));
    this.#size += 1;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if ((this.#due[parent] ?? 0) <= due) break;
      this.#copy(parent, place);
      place = parent;
    }
    this.#set(place, due, row);
  }

  /** When the next one is due, or undefined when nobody waits. */
  nextDueMs(): number | undefined {
    return this.#size === 0 ? undefined : this.#epochMs + (this.#due[0] ?? 0) * TICK_MS;
  }

  /** Takes the next row that is due by now; -1 when there is none. */
  popDue(nowMs: number): number {
    const next = this.nextDueMs();
    if (next === undefined || next > nowMs) return -1;
    const row = this.#rows[0] ?? 0;
    this.#size -= 1;
    if (this.#size > 0) this.#sink(this.#due[this.#size] ?? 0, this.#rows[this.#size] ?? 0);
    else this.#shrink();
    return row;
  }

  #sink(due: number, row: number): void {
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && (this.#due[child + 1] ?? 0) < (this.#due[child] ?? 0)) child += 1;
      if ((this.#due[child] ?? 0) >= due) break;
      this.#copy(child, place);
      place = child;
    }
    this.#set(place, due, row);
  }

  #copy(from: number, to: number): void {
    this.#due[to] = this.#due[from] ?? 0;
    this.#rows[to] = this.#rows[from] ?? 0;
  }

  #set(place: number, due: number, row: number): void {
    this.#due[place] = due;
    this.#rows[place] = row;
  }

  #grow(): void {
    const due = new Uint32Array(this.#due.length * 2);
    const rows = new Uint32Array(due.length);
    due.set(this.#due);
    rows.set(this.#rows);
    this.#due = due;
    this.#rows = rows;
  }

  /** Memory that a wave of retries took is given back when it is over. */
  #shrink(): void {
    this.#due = new Uint32Array(FIRST_CAPACITY);
    this.#rows = new Uint32Array(FIRST_CAPACITY);
  }
}
