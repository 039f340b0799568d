/**
 * What the ledger says of each document, sorted by document though it comes in the order of time: rows go to one bucket a
 * range of documents, in memory first and to files when they grow, so that a run of any size needs the memory of one bucket.
 */
import { createReadStream } from "node:fs";
import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { toJsonLine } from "../json-line.ts";
import { toOutputError } from "../sinks/output-error.ts";
import { type OutcomeRow, parseOutcomeRow } from "./outcome-row.ts";

/** Documents of one bucket: about 10 MB of rows at three stages. */
export const BUCKET_DOCUMENTS = 16_384;
/** Characters of JSON, estimated, that all buckets together hold back before they are written out. */
const MAX_HELD_CHARACTERS = 32 * 1024 * 1024;

/** State to guard: a bucket's rows are those in its file, then those held, in the order in which they were added. */
export class OutcomeSpill {
  readonly #folder: string;
  readonly #held = new Map<number, OutcomeRow[]>();
  readonly #onDisk = new Set<number>();
  #heldCharacters = 0;

  /** `folder` is made when it is needed, and removed by `remove`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** True when `flush` should be awaited before more is added. */
  add(row: OutcomeRow): boolean {
    const bucket = Math.floor(row.outcome.index / BUCKET_DOCUMENTS);
    const rows = this.#held.get(bucket);
    if (rows === undefined) this.#held.set(bucket, [row]);
    else rows.push(row);
    this.#heldCharacters += estimateCharacters(row);
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
      await appendFile(this.#fileOf(bucket), rows.map(toJsonLine).join(""));
      this.#onDisk.add(bucket);
    }
    this.#held.clear();
    this.#heldCharacters = 0;
  }

  /** The rows of a bucket, in order. */
  async read(bucket: number): Promise<OutcomeRow[]> {
    const rows: OutcomeRow[] = [];
    if (this.#onDisk.has(bucket)) for await (const line of this.#linesOf(bucket)) rows.push(parseOutcomeRow(line));
    return [...rows, ...(this.#held.get(bucket) ?? [])];
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #linesOf(bucket: number): AsyncIterable<string> {
    return createInterface({ input: createReadStream(this.#fileOf(bucket)), crlfDelay: Infinity });
  }

  #fileOf(bucket: number): string {
    return join(this.#folder, `${bucket}.jsonl`);
  }
}

/** Near enough to bound what is held, and much cheaper than encoding it. */
function estimateCharacters(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (!isObject(value)) return 6;
  let characters = 2;
  // Not Object.entries: it would make two lists of each of millions of objects.
  for (const key in value) characters += key.length + 4 + estimateCharacters(value[key]);
  return characters;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
