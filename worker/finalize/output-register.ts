/**
 * Has another document written this output? Names are made of ids and of what a command calls its files, so `a` with `b.txt`
 * and `a.b` with `txt` come to one name: the second to write replaced the first.
 */
import { hashName } from "../hash-name.ts";
import { HashTable } from "../hash-table.ts";

/** State to guard: a hash of every output name so far, 12 to 24 bytes each. 64 bits: no two of a million names are alike by chance. */
export class OutputRegister {
  readonly #table = new HashTable();

  /** True when the name came before. */
  isTaken(name: string): boolean {
    return this.#table.add(...hashName(name), 0).length > 0;
  }
}
