/** Makes one sample: its file, its known text and its row in the table. */
import type { SampleRow } from "../../test/corpus/read-samples.ts";
import { encodeJpeg, encodePng, encodeTiff, encodeWebp } from "./encode-scan.ts";
import type { Measure } from "./font-metrics.ts";
import type { LaidPage } from "./laid-page.ts";
import { layOutPage } from "./page-flow.ts";
import { paintPdf } from "./paint-pdf.ts";
import type { MadeDocument, MadeSample, Medium } from "./sample.ts";
import { scanPage } from "./scan-page.ts";
import type { Scan, ScanLook } from "./scan-page.ts";

export interface BuiltSample {
  readonly bytes: Uint8Array;
  /** One text a page. */
  readonly truth: readonly string[];
  readonly row: SampleRow;
}

export async function buildSample(sample: MadeSample, measure: Measure): Promise<BuiltSample> {
  return { bytes: await buildFile(sample, measure), truth: buildTruth(sample, measure), row: toRow(sample) };
}

export function buildFile(document: MadeDocument, measure: Measure): Promise<Uint8Array> {
  return encode(document, document.pages.map((content) => layOutPage(content, measure)));
}

/** The known text of each page, without drawing any. */
export function buildTruth({ pages: contents }: MadeDocument, measure: Measure): string[] {
  const pages = contents.map((content) => layOutPage(content, measure));
  return pages.map(({ lines }) => lines.map((line) => line.replace(/\s+/g, " ")).join("\n"));
}

async function encode({ title, medium }: MadeDocument, pages: readonly LaidPage[]): Promise<Uint8Array> {
  switch (medium.type) {
    case "pdf":
      return paintPdf(title, pages.map((page, index) => (isScanned(medium.scanned, index) ? { page, look: lookOf(medium.look, index) } : { page })));
    case "png":
      return encodePng(await scanOnly(pages, medium.look), medium.levels);
    case "jpeg":
      return encodeJpeg(await scanOnly(pages, medium.look), medium.quality);
    case "webp":
      return encodeWebp(await scanOnly(pages, medium.look), medium.quality);
    case "tiff":
      return encodeTiff(await Promise.all(pages.map((page, index) => scanPage(page, lookOf(medium.look, index)))));
  }
}

function isScanned(scanned: readonly number[], index: number): boolean {
  return scanned.includes(index + 1);
}

/** Each page has dust of its own. */
function lookOf(look: ScanLook, index: number): ScanLook {
  return { ...look, seed: look.seed * 100 + index };
}

async function scanOnly(pages: readonly LaidPage[], look: ScanLook): Promise<Scan> {
  const [page, ...more] = pages;
  if (page === undefined || more.length > 0) throw new Error("a picture file must have exactly one page");
  return scanPage(page, look);
}

/** What the table says of the sample. */
export function toRow({ file, medium, pages, minWordRecall }: MadeSample): SampleRow {
  const numbers = pages.map((_, index) => index + 1);
  const scanned = medium.type === "pdf" ? medium.scanned : numbers;
  return {
    file,
    kind: kindOf(medium, pages.length),
    pages: pages.length,
    textLayerPages: numbers.filter((number) => !scanned.includes(number)),
    ocrPages: scanned,
    minWordRecall,
  };
}

function kindOf(medium: Medium, pages: number): SampleRow["kind"] {
  if (medium.type !== "pdf") return medium.type;
  if (medium.scanned.length === 0) return "pdf-text";
  return medium.scanned.length === pages ? "pdf-scan" : "pdf-mixed";
}
