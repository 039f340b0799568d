/** Finds documents whose files could not be told apart, among millions, in about 30 bytes a document. */
import { outputKey } from "../../contract/document-paths.ts";
import { hashName } from "../hash-name.ts";
import { HashTable } from "../hash-table.ts";

export interface RegisteredId {
  readonly index: number;
  readonly id: string;
  readonly place: number;
}

export interface Rival {
  readonly id: string;
  readonly place: number;
}

/** Ids themselves are not kept: `readId` looks one up where hashes are equal, which is hardly ever. */
export class IdRegister {
  readonly #readId: (index: number) => Promise<string>;
  readonly #table = new HashTable();
  #places = new Uint32Array(1024);

  constructor(readId: (index: number) => Promise<string>) {
    this.#readId = readId;
  }

  /** Takes the ids in the order of their indexes. Undefined, or the document before that would write the same files. */
  add(added: RegisteredId): Promise<Rival | undefined> | undefined {
    this.#keepPlace(added);
    const key = outputKey(added.id);
    const candidates = this.#table.add(...hashName(key), added.index);
    return candidates.length === 0 ? undefined : this.#findRival(candidates, key);
  }

  async #findRival(candidates: readonly number[], key: string): Promise<Rival | undefined> {
    for (const index of candidates) {
      const id = await this.#readId(index);
      if (outputKey(id) === key) return { id, place: this.#places[index] ?? 0 };
    }
    return undefined;
  }

  #keepPlace({ index, place }: RegisteredId): void {
    if (index >= this.#places.length) {
      const grown = new Uint32Array(this.#places.length * 2);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places[index] = place;
  }
}
