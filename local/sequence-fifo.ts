/** A first-in-first-out list of numbers with cheap ends: Array.shift moves everything, and a Map iterates over its holes. */
export class SequenceFifo {
  #items: number[] = [];
  #head = 0;

  push(sequence: number): void {
    this.#items.push(sequence);
  }

  shift(): number | undefined {
    const sequence = this.#items[this.#head];
    if (sequence === undefined) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.#compact();
    return sequence;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
