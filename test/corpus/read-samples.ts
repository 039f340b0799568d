/** Reads the table of sample documents and their known texts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const pageNumbers = z.array(z.int().min(1)).readonly();

const sampleRow = z
  .object({
    file: z.string().meta({ description: "Relative to the folder of samples; the document's id in a run over it" }),
    kind: z.enum(["pdf-text", "pdf-scan", "pdf-mixed", "png", "jpeg", "webp", "tiff"]),
    pages: z.int().min(1),
    textLayerPages: pageNumbers.meta({ description: "Numbers, from 1, of the pages that have their text in the file" }),
    ocrPages: pageNumbers.meta({ description: "Numbers, from 1, of the pages that are only pictures, blank ones too" }),
    minWordRecall: z.number().min(0).max(1).meta({ description: "What either engine must find of the whole document, without any deskewing" }),
  })
  .readonly();

export type SampleRow = z.infer<typeof sampleRow>;

const corpus = import.meta.dirname;

export const SAMPLES_FOLDER: string = join(corpus, "samples");

/** All samples, ordered by file. */
export async function readSamples(): Promise<readonly SampleRow[]> {
  const table: unknown = JSON.parse(await readFile(join(corpus, "samples.json"), "utf8"));
  return z.array(sampleRow).parse(table);
}

/** The known text of a sample, one string a page; "" for a blank one. */
export async function readTruth(file: string): Promise<readonly string[]> {
  const text = await readFile(join(corpus, "samples-truth", `${file}.txt`), "utf8");
  return text.split("\f");
}
