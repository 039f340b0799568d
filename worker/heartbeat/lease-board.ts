/**
 * What the main thread tells the heartbeat thread, in shared memory: which items are held, since when the documents in
 * hand may be said to hang, and that the main thread itself still turns. Written without waiting, read once a second.
 */

/** Structured-cloneable. Times are tenths of a second on the clock of `nowTenths`. */
export interface LeaseBoard {
  /** Cell → sequence of the item that a slot holds there; 0 for none. */
  readonly sequences: BigInt64Array<SharedArrayBuffer>;
  /** Cell → when the document in hand counts as hung; 0 while there is none. */
  readonly deadlines: Int32Array<SharedArrayBuffer>;
  /** One cell: when the main thread counts as hung if it has not moved this before. */
  readonly mainDeadline: Int32Array<SharedArrayBuffer>;
}

export function createLeaseBoard(cells: number): LeaseBoard {
  return {
    sequences: new BigInt64Array(new SharedArrayBuffer(cells * BigInt64Array.BYTES_PER_ELEMENT)),
    deadlines: new Int32Array(new SharedArrayBuffer(cells * Int32Array.BYTES_PER_ELEMENT)),
    mainDeadline: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
}

/** The sequences to say `working()` for: those of items that do not hang, and none when the main thread is. */
export function liveSequences(board: LeaseBoard, now: number): number[] {
  if (isPast(Atomics.load(board.mainDeadline, 0), now)) return [];
  const live: number[] = [];
  for (let cell = 0; cell < board.sequences.length; cell++) {
    const sequence = Atomics.load(board.sequences, cell);
    if (sequence !== 0n && !isPast(Atomics.load(board.deadlines, cell), now)) live.push(Number(sequence));
  }
  return live;
}

function isPast(deadline: number, now: number): boolean {
  return deadline !== 0 && now > deadline;
}

/** Every thread has its own origin of performance.now(); hrtime has one for the machine. */
const offsetMs = Number(process.hrtime.bigint() / 1_000_000n) - performance.now();
/** Tenths of a second since boot fit 32 bits for six years. */
const MS_PER_TENTH = 100;

/** Monotonic, the same in all threads. */
export function nowTenths(): number {
  return toTenths(performance.now());
}

/** From a reading of this thread's performance.now(). */
export function toTenths(nowMs: number): number {
  return Math.trunc((nowMs + offsetMs) / MS_PER_TENTH);
}
