import { isUtf8 } from "node:buffer";
import { ManifestProblem } from "./manifest-problem.ts";

const LINE_FEED = 0x0a;

/** Passes UTF-8 on as it is. Throws ManifestProblem at the line where it is not: read anyway, ids would change silently. */
export async function* checkUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for await (const chunk of chunks) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new ManifestProblem({ line: line + firstBadLine(chunk) }, "the text is not UTF-8; save the manifest as UTF-8", { cause: error });
    }
    line += countFeeds(chunk);
    yield chunk;
  }
}

function countFeeds(chunk: Buffer): number {
  let feeds = 0;
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) feeds++;
  return feeds;
}

/** From 0. A character cut in two at the chunk's ends belongs to its first or last line. */
function firstBadLine(chunk: Buffer): number {
  let line = 0;
  let start = 0;
  for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, start)) {
    if (!isUtf8(chunk.subarray(start, feed))) return line;
    start = feed + 1;
    line++;
  }
  return line;
}
