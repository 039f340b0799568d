/** A real scan cannot be made again: the tool only sees that it is there, unchanged. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SampleRow } from "../../test/corpus/read-samples.ts";
import type { KeptSample } from "./sample.ts";

/** Throws when the file under `folder` is missing or other than it was. */
export async function checkKeptSample(sample: KeptSample, folder: string): Promise<SampleRow> {
  const bytes = await readFile(join(folder, sample.file));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== sample.sha256) throw new Error(`${sample.file} has changed: restore it from version control`);
  const numbers = sample.pages.map((_, index) => index + 1);
  return {
    file: sample.file,
    kind: sample.kind,
    pages: numbers.length,
    textLayerPages: [],
    ocrPages: numbers,
    minWordRecall: sample.minWordRecall,
  };
}
