/** Reads no more than is wanted of what the other side sends. */
import type { Readable } from "node:stream";

export interface BoundedBytes {
  readonly bytes: Buffer;
  /** There was more, and it was not read. */
  readonly isCut: boolean;
}

export async function readBounded(stream: Readable, maxBytes: number): Promise<BoundedBytes> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    chunks.push(chunk);
    if (length > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks, Math.min(length, maxBytes)), isCut: length > maxBytes };
}
