/**
 * Makes test/corpus/samples, the known texts beside it and the table of both: `node tools/make-samples.ts`.
 *
 * The results are committed, so only who changes a sample runs this; it needs the Liberation fonts (`apt-get install
 * fonts-liberation`). The same machine writes the same bytes each time; another version of the picture libraries may not.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import sharp from "sharp";
import { SAMPLES_FOLDER } from "../test/corpus/read-samples.ts";
import type { SampleRow } from "../test/corpus/read-samples.ts";
import { buildSample } from "./make-samples/build-sample.ts";
import { checkKeptSample } from "./make-samples/check-kept-sample.ts";
import { createMeasure } from "./make-samples/font-metrics.ts";
import { KEPT_SAMPLES } from "./make-samples/kept-samples.ts";
import { MADE_SAMPLES } from "./make-samples/made-samples.ts";
import { requireFonts } from "./make-samples/require-fonts.ts";

const CORPUS = resolve(import.meta.dirname, "../test/corpus");

async function makeSamples(): Promise<void> {
  // One thread: the order of work inside the picture library must not show in the bytes.
  sharp.concurrency(1);
  const measure = await createMeasure();
  await requireFonts(measure);
  const rows: SampleRow[] = [];
  for (const sample of MADE_SAMPLES) {
    const { bytes, truth, row } = await buildSample(sample, measure);
    await write(join(SAMPLES_FOLDER, sample.file), bytes);
    await writeTruth(sample.file, truth);
    rows.push(row);
  }
  for (const sample of KEPT_SAMPLES) {
    rows.push(await checkKeptSample(sample, SAMPLES_FOLDER));
    await writeTruth(sample.file, sample.pages);
  }
  await writeTable(rows);
}

async function writeTruth(file: string, pages: readonly string[]): Promise<void> {
  await write(join(CORPUS, "samples-truth", `${file}.txt`), pages.join("\f"));
}

async function writeTable(rows: readonly SampleRow[]): Promise<void> {
  const sorted = rows.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  await write(join(CORPUS, "samples.json"), `[\n${sorted.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);
  const pages = rows.reduce((sum, row) => sum + row.pages, 0);
  console.log(`${rows.length} documents, ${pages} pages in ${SAMPLES_FOLDER}`);
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

try {
  await makeSamples();
} catch (error) {
  console.error(`make-samples: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
