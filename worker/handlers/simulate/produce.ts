/** What `simulate` leaves behind: a file and a result of stated sizes, the same in every run. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../../../contract/wire/outcome.ts";
import type { ProducedFile } from "../handler.ts";

export const OUTPUT_FILE = "simulate.txt";
export const OUTPUT: ProducedFile = { file: OUTPUT_FILE, suffix: ".simulate.txt", primary: true };

const CHUNK_BYTES = 64 * 1024;

interface Output {
  readonly folder: string;
  readonly documentId: string;
  readonly bytes: number;
  readonly signal: AbortSignal;
}

export async function writeOutput({ folder, documentId, bytes, signal }: Output): Promise<void> {
  const chunk = Buffer.alloc(CHUNK_BYTES, `${documentId}\n`);
  const file = await open(join(folder, OUTPUT_FILE), "w");
  try {
    for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
      signal.throwIfAborted();
      // Not write(): a disk that is nearly full takes a part, and says nothing.
      await file.writeFile(chunk.subarray(0, Math.min(left, CHUNK_BYTES)));
    }
  } finally {
    await file.close();
  }
}

let last: { readonly bytes: number; readonly result: Json } = { bytes: 0, result: {} };

/** Takes `bytes` as JSON, or the few of `{"fill":""}` where that is more. */
export function makeResult(bytes: number): Json {
  // All documents of a job want the same one.
  if (last.bytes !== bytes) last = { bytes, result: { fill: "x".repeat(Math.max(0, bytes - '{"fill":""}'.length)) } };
  return last.result;
}
