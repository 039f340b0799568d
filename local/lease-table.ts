/**
 * Leases of delivered items in shared memory, so that a thread which handlers cannot block renews them without the main
 * thread. The main thread claims and frees cells; any thread beats. A beat only counts up: whoever owns the clock compares
 * counts, so a main thread that was busy for long finds the beats that arrived meanwhile.
 */

/** Structured-cloneable: what a thread needs to beat. */
export interface LeaseMemory {
  /** Cell → low 32 bits of the sequence that holds it; 0 is free. */
  readonly keys: Int32Array<SharedArrayBuffer>;
  /** Cell → beats so far. */
  readonly beats: Int32Array<SharedArrayBuffer>;
}

/** The main thread's side of the memory. */
export class LeaseTable {
  readonly memory: LeaseMemory;
  readonly #free: number[];

  constructor(cells: number) {
    this.memory = { keys: sharedInts(cells), beats: sharedInts(cells) };
    this.#free = Array.from({ length: cells }, (_, cell) => cells - 1 - cell);
  }

  get hasRoom(): boolean {
    return this.#free.length > 0;
  }

  /** The cell in which beats for `sequence` arrive from now on. The caller looks at hasRoom first. */
  claim(sequence: number): number {
    const cell = this.#free.pop();
    if (cell === undefined) throw new RangeError("the lease table is full");
    Atomics.store(this.memory.keys, cell, sequence | 0);
    return cell;
  }

  free(cell: number): void {
    Atomics.store(this.memory.keys, cell, 0);
    this.#free.push(cell);
  }

  beatsOf(cell: number): number {
    return Atomics.load(this.memory.beats, cell);
  }
}

/** Renews the lease of `sequence`; nothing happens where nobody holds it. Any thread may call this. */
export function beat(memory: LeaseMemory, sequence: number): void {
  const key = sequence | 0;
  // A scan: a few dozen slots beat every few seconds, while cells are claimed for every item.
  for (let cell = 0; cell < memory.keys.length; cell++) {
    if (Atomics.load(memory.keys, cell) === key) Atomics.add(memory.beats, cell, 1);
  }
}

function sharedInts(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
