/**
 * What the ledger says of each document, sorted by document though it comes in the order of time: rows go to one bucket a
 * range of documents, in memory first and to files when they grow, so that a run of any size needs the memory of one bucket.
 */
import { createReadStream } from "node:fs";
import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { toOutputError } from "../sinks/output-error.ts";

/** Documents of one bucket: about 10 MB of rows at three stages. */
export const BUCKET_DOCUMENTS = 16_384;
/** Characters that all buckets together hold back before they are written out. */
const MAX_HELD_CHARACTERS = 32 * 1024 * 1024;

/** State to guard: a bucket's rows are those in its file, then those held, in the order in which they were added. */
export class OutcomeSpill {
  readonly #folder: string;
  readonly #held = new Map<number, string[]>();
  readonly #onDisk = new Set<number>();
  #heldCharacters = 0;

  /** `folder` is made when it is needed, and removed by `remove`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `row` is one line of JSON. True when `flush` should be awaited before more is added. */
  add(index: number, row: string): boolean {
    const bucket = Math.floor(index / BUCKET_DOCUMENTS);
    const rows = this.#held.get(bucket);
    if (rows === undefined) this.#held.set(bucket, [row]);
    else rows.push(row);
    this.#heldCharacters += row.length;
    return this.#heldCharacters > MAX_HELD_CHARACTERS;
  }

  /** Writes out all that is held. Throws RetryableError or UnavailableError. */
  async flush(): Promise<void> {
    await this.#write().catch((error: unknown) => {
      throw toOutputError(error, "");
    });
  }

  async #write(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const [bucket, rows] of this.#held) {
      await appendFile(this.#fileOf(bucket), `${rows.join("\n")}\n`);
      this.#onDisk.add(bucket);
    }
    this.#held.clear();
    this.#heldCharacters = 0;
  }

  /** The rows of a bucket, in order. */
  async *read(bucket: number): AsyncGenerator<string> {
    if (this.#onDisk.has(bucket)) yield* createInterface({ input: createReadStream(this.#fileOf(bucket)), crlfDelay: Infinity });
    yield* this.#held.get(bucket) ?? [];
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #fileOf(bucket: number): string {
    return join(this.#folder, `${bucket}.jsonl`);
  }
}
