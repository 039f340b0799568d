/** Where some records of a ledger file end, so that reading from a sequence on need not start at the file's first byte. */
export interface LedgerPlace {
  readonly sequence: number;
  readonly timeMs: number;
  /** Offset just behind the record's line. */
  readonly end: number;
}

const FIRST: LedgerPlace = { sequence: 0, timeMs: 0, end: 0 };
const BYTES_BETWEEN_PLACES = 1024 * 1024;

/** State: places about a megabyte apart, in order of the file. */
export class LedgerPlaces {
  readonly #places: LedgerPlace[] = [FIRST];

  /** Kept only where the last one is far behind. Records are added in order. */
  add({ sequence, timeMs, end }: LedgerPlace): void {
    if (end - (this.#places.at(-1)?.end ?? 0) >= BYTES_BETWEEN_PLACES) this.#places.push({ sequence, timeMs, end });
  }

  /** The last known place before a sequence. */
  before(sequence: number): LedgerPlace {
    return this.#places.findLast((place) => place.sequence < sequence) ?? FIRST;
  }
}
