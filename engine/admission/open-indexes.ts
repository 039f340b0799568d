/**
 * The indexes of an item whose tries have not ended, taken away one by one. Thousands of items are in flight: a Set each
 * would cost ten times the memory, and a fifth of the time of a fold.
 */

/** As many as fit a number that is kept without a box. */
const BITS = 31;

/** State to guard: a bit for each member, from `#first` on; the first word stands by itself, because most items need no more. */
export class OpenIndexes {
  readonly #first: number;
  #word = 0;
  #words: number[] | undefined;

  /** Of one block, ascending: how far they lie apart is what they cost. */
  constructor(members: readonly number[]) {
    this.#first = members[0] ?? 0;
    for (const member of members) this.#add(member - this.#first);
  }

  get size(): number {
    return (this.#words ?? []).reduce((sum, word) => sum + countBits(word), countBits(this.#word));
  }

  has(member: number): boolean {
    const place = member - this.#first;
    return place >= 0 && (this.#wordAt(place) & bitOf(place)) !== 0;
  }

  /** False when it was not there. */
  delete(member: number): boolean {
    if (!this.has(member)) return false;
    const place = member - this.#first;
    this.#setWord(place, this.#wordAt(place) & ~bitOf(place));
    return true;
  }

  /** Ascending; the member in hand may be deleted meanwhile. */
  *[Symbol.iterator](): Generator<number> {
    const end = BITS * (1 + (this.#words?.length ?? 0));
    for (let place = 0; place < end; place += 1) {
      if (this.has(this.#first + place)) yield this.#first + place;
    }
  }

  #add(place: number): void {
    this.#setWord(place, this.#wordAt(place) | bitOf(place));
  }

  #wordAt(place: number): number {
    return place < BITS ? this.#word : (this.#words?.[Math.floor(place / BITS) - 1] ?? 0);
  }

  #setWord(place: number, word: number): void {
    if (place < BITS) {
      this.#word = word;
      return;
    }
    const words = (this.#words ??= []);
    const at = Math.floor(place / BITS) - 1;
    while (words.length <= at) words.push(0);
    words[at] = word;
  }
}

function bitOf(place: number): number {
  return 1 << (place % BITS);
}

/** Hacker's Delight, figure 5-2. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
