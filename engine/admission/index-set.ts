/** A set of numbers below a bound that finds its next member fast: bits, and above each level of bits one bit a word. */

const BITS = 32;

/** State to guard: a bit of a level is set exactly where the word below it is not zero. */
export class IndexSet {
  readonly #levels: Uint32Array[] = [];

  constructor(size: number) {
    let words = Math.max(1, Math.ceil(size / BITS));
    this.#levels.push(new Uint32Array(words));
    while (words > 1) {
      words = Math.ceil(words / BITS);
      this.#levels.push(new Uint32Array(words));
    }
  }

  add(member: number): void {
    let place = member;
    for (const level of this.#levels) {
      const word = place >>> 5;
      const before = level[word] ?? 0;
      level[word] = before | (1 << (place & 31));
      if (before !== 0) return;
      place = word;
    }
  }

  delete(member: number): void {
    let place = member;
    for (const level of this.#levels) {
      const word = place >>> 5;
      const before = level[word] ?? 0;
      const bit = 1 << (place & 31);
      if ((before & bit) === 0) return;
      level[word] = before & ~bit;
      if (level[word] !== 0) return;
      place = word;
    }
  }

  has(member: number): boolean {
    return (((this.#levels[0]?.[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1;
  }

  clear(): void {
    for (const level of this.#levels) level.fill(0);
  }

  /** The smallest member at or after `from`, or -1: a step up and a step down the levels, whatever the size. */
  next(from: number): number {
    let place = from;
    for (let height = 0; height < this.#levels.length; height += 1) {
      const found = this.#inWord(height, place);
      if (found >= 0) return this.#descend(height, found);
      place = (place >>> 5) + 1;
    }
    return -1;
  }

  /** The smallest set bit of the word of `place`, at or after it. */
  #inWord(height: number, place: number): number {
    const word = this.#levels[height]?.[place >>> 5] ?? 0;
    const rest = (word & (~0 << (place & 31))) >>> 0;
    return rest === 0 ? -1 : (place & ~31) + lowestBit(rest);
  }

  #descend(height: number, place: number): number {
    let found = place;
    for (let below = height - 1; below >= 0; below -= 1) {
      found = found * BITS + lowestBit((this.#levels[below]?.[found] ?? 0) >>> 0);
    }
    return found;
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
