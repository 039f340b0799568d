/** Reads small pieces of a file, mostly one behind the other. Synchronous: handlers run in processes of their own. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const WINDOW_BYTES = 64 * 1024;

/** State: one piece of the file, read last. Whoever opens it closes it. */
export class FileBytes {
  readonly size: number;
  readonly #file: number;
  #window = Buffer.alloc(0);
  #from = 0;

  constructor(path: string) {
    this.#file = openSync(path, "r");
    this.size = fstatSync(this.#file).size;
  }

  /** Shorter where the file ends before. */
  read(at: number, length: number): Buffer {
    const isHere = at >= this.#from && at + length <= this.#from + this.#window.length;
    if (!isHere) this.#load(at, Math.max(length, WINDOW_BYTES));
    return this.#window.subarray(at - this.#from, at - this.#from + length);
  }

  /** Place of the next such byte; undefined where there is none. */
  find(byte: number, from: number): number | undefined {
    for (let at = from; at < this.size; at = this.#from + this.#window.length) {
      // What is at hand first: the next one is mostly near.
      const isHere = at >= this.#from && at < this.#from + this.#window.length;
      if (!isHere) this.#load(at, WINDOW_BYTES);
      if (this.#window.length === 0) return undefined;
      const found = this.#window.indexOf(byte, at - this.#from);
      if (found !== -1) return this.#from + found;
    }
    return undefined;
  }

  close(): void {
    closeSync(this.#file);
  }

  #load(at: number, length: number): void {
    const window = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - at)));
    let done = 0;
    while (done < window.length) {
      const read = readSync(this.#file, window, done, window.length - done, at + done);
      if (read === 0) break;
      done += read;
    }
    this.#window = window.subarray(0, done);
    this.#from = at;
  }
}
