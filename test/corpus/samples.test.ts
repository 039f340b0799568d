import { PDFiumLibrary } from "@hyzyla/pdfium";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { readSamples, readTruth, SAMPLES_FOLDER } from "./read-samples.ts";
import { characterErrorRate } from "./word-recall.ts";

const samples = await readSamples();

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

describe("the table of samples", () => {
  test("names every file of the folder, and no other", async () => {
    expect((await filesUnder(SAMPLES_FOLDER)).toSorted()).toEqual(samples.map(({ file }) => file).toSorted());
  });

  test("has a known text for every document, and no other", async () => {
    const truths = await filesUnder(join(SAMPLES_FOLDER, "../samples-truth"));
    expect(truths.toSorted()).toEqual(samples.map(({ file }) => `${file}.txt`).toSorted());
  });

  test("stays at 25 pages and 6 MB, so that a first run is short", async () => {
    const sizes = await Promise.all(samples.map(async ({ file }) => (await stat(join(SAMPLES_FOLDER, file))).size));
    expect(samples.reduce((sum, { pages }) => sum + pages, 0)).toBeLessThanOrEqual(25);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(6_000_000);
  });

  test.each(samples)("counts each page of $file once and has its text", async ({ file, pages, textLayerPages, ocrPages }) => {
    const numbers = [...textLayerPages, ...ocrPages].toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: pages }, (_, index) => index + 1));
    expect(await readTruth(file)).toHaveLength(pages);
  });
});

describe("a sample in PDF", () => {
  const pdfs = samples.filter(({ kind }) => kind.startsWith("pdf-"));
  let library: PDFiumLibrary;
  beforeAll(async () => {
    library = await PDFiumLibrary.init();
    return () => library.destroy();
  });

  test.each(pdfs)("has its known text in the text layer, and none where it is scanned: $file", async ({ file, pages, ocrPages }) => {
    const truth = await readTruth(file);
    const document = await library.loadDocument(await readFile(join(SAMPLES_FOLDER, file)));
    expect(document.getPageCount()).toBe(pages);
    for (const page of document.pages()) {
      const text = page.getText();
      const wanted = ocrPages.includes(page.number + 1) ? "" : (truth[page.number] ?? "");
      expect(characterErrorRate(wanted, text.trim())).toBe(0);
    }
    document.destroy();
  });
});

describe("a sample that is a picture", () => {
  const pictures = samples.filter(({ kind }) => !kind.startsWith("pdf-"));

  test.each(pictures)("is of its kind, with its pages, and has no alpha channel: $file", async (sample) => {
    const { format, pages = 1, hasAlpha } = await sharp(join(SAMPLES_FOLDER, sample.file)).metadata();
    expect({ format, pages, hasAlpha }).toEqual({ format: sample.kind, pages: sample.pages, hasAlpha: false });
  });
});
