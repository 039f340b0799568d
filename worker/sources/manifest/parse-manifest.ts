import { detectFormat, HEAD_BYTES, type ManifestFormat } from "./detect-format.ts";
import type { ManifestElement } from "./manifest-element.ts";
import { parseCsv } from "./parse-csv.ts";
import { parseJsonArray } from "./parse-json-array.ts";
import { parseJsonLines } from "./parse-json-lines.ts";
import { peek } from "./peek.ts";

/** The documents of a manifest in any format, one after another. Throws ManifestProblem. */
export async function* parseManifest(chunks: AsyncIterable<Buffer>): AsyncGenerator<ManifestElement> {
  const { head, all } = await peek(chunks, HEAD_BYTES);
  const format = detectFormat(head);
  yield* parseAs(format, from(all, format.from));
}

function parseAs(format: ManifestFormat, chunks: AsyncIterable<Buffer>): AsyncGenerator<ManifestElement> {
  switch (format.kind) {
    case "array":
      return parseJsonArray(chunks, format);
    case "lines":
      return parseJsonLines(chunks);
    default:
      return parseCsv(chunks, format);
  }
}

/** Without the first bytes, which are all in the first chunk. */
async function* from(chunks: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
  let skip = offset;
  for await (const chunk of chunks) {
    yield chunk.subarray(skip);
    skip = 0;
  }
}
