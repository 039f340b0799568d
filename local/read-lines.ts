/** Reads a file line by line within a bounded buffer, whatever its lines are like. */
import type { FileHandle } from "node:fs/promises";

export interface ReadLinesOptions {
  readonly from?: number;
  /** Bytes from here on are not looked at: a writer may be busy with them. */
  readonly end: number;
  /** A longer line is passed on as `undefined`, and never held. */
  readonly maxLineBytes: number;
}

export interface FileLine {
  /** Without its line feed; valid until the next batch is asked for. Undefined where the line was too long. */
  readonly bytes: Buffer | undefined;
  /** Offset just behind the line feed. */
  readonly end: number;
}

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** Batches of whole lines: awaiting each line by itself would cost more than reading it. A last line without line feed is left out. */
export async function* readLines(file: FileHandle, options: ReadLinesOptions): AsyncGenerator<FileLine[]> {
  let offset = options.from ?? 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  while (offset < options.end) {
    const chunk = await readChunk(file, offset, options.end);
    if (chunk.length === 0) return;
    const lines: FileLine[] = [];
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, start)) {
      const isTooLong = restBytes + feed - start > options.maxLineBytes;
      const piece = chunk.subarray(start, feed);
      const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      lines.push({ bytes: isTooLong ? undefined : bytes, end: offset + feed + 1 });
      rest = [];
      restBytes = 0;
      start = feed + 1;
    }
    restBytes += chunk.length - start;
    // Of a line that is too long already, only the length is kept.
    if (restBytes <= options.maxLineBytes) rest.push(chunk.subarray(start));
    else rest = [];
    offset += chunk.length;
    yield lines;
  }
}

async function readChunk(file: FileHandle, offset: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - offset));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
  return buffer.subarray(0, bytesRead);
}
