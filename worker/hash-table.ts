/**
 * From 64-bit hashes to document indexes, for millions of them: 12 bytes a slot, at most three quarters of the slots in use.
 * Open addressing, linear probing; nothing is ever removed. Equal hashes may stand in it many times.
 */
export class HashTable {
  #mask: number;
  #high: Uint32Array;
  #low: Uint32Array;
  /** Index + 1; 0 marks a free slot. */
  #index: Uint32Array;
  #size = 0;

  constructor(capacity = 4096) {
    this.#mask = capacity - 1;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#index = new Uint32Array(capacity);
  }

  /** Adds the entry, and gives the indexes that came with the same hash before; mostly none. */
  add(high: number, low: number, index: number): readonly number[] {
    if ((this.#size + 1) * 4 > (this.#mask + 1) * 3) this.#grow();
    let equals = NONE;
    let slot = low & this.#mask;
    for (; this.#index[slot] !== 0; slot = (slot + 1) & this.#mask) {
      if (this.#low[slot] === low && this.#high[slot] === high) equals = [...equals, (this.#index[slot] ?? 0) - 1];
    }
    this.#put(slot, { high, low, stored: index + 1 });
    this.#size++;
    return equals;
  }

  #put(slot: number, { high, low, stored }: { high: number; low: number; stored: number }): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#index[slot] = stored;
  }

  #grow(): void {
    const [high, low, index] = [this.#high, this.#low, this.#index];
    const capacity = index.length * 2;
    this.#mask = capacity - 1;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#index = new Uint32Array(capacity);
    for (let i = 0; i < index.length; i++) {
      const stored = index[i] ?? 0;
      if (stored !== 0) this.#put(this.#freeSlot(low[i] ?? 0), { high: high[i] ?? 0, low: low[i] ?? 0, stored });
    }
  }

  #freeSlot(low: number): number {
    let slot = low & this.#mask;
    while (this.#index[slot] !== 0) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

const NONE: readonly number[] = [];
