/** The pages of a PDF: their own text where they have some, else a picture of them. */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import { PermanentError } from "../../errors.ts";
import type { Limits } from "../../limits.ts";
import { checkPageCount, checkPixels } from "./page-limits.ts";
import type { PageContent, PageSource } from "./page-source.ts";
import { findLostContent, hasEndlessBox } from "./pdf-lost-content.ts";
import { openPdf, type PdfDocument, type PdfPage } from "./pdfium.ts";
import { findScan } from "./scan-on-page.ts";
import { type PageLayout, IDENTITY } from "./page-layout.ts";
import { toWords } from "./text-layer-words.ts";
import { judgeTextLayer, type TextLayer } from "./text-layer.ts";

const POINTS_PER_INCH = 72;

interface PdfChoices {
  readonly options: OcrOptions;
  readonly limits: Limits;
}

interface PdfFile {
  readonly path: string;
  readonly bytes: number;
}

interface PageChoices extends PdfChoices {
  /** Looks once in a document. */
  readonly findLost: () => string | undefined;
  readonly file: PdfFile;
}

/** Throws PermanentError: Encrypted, Corrupt, Truncated, Empty, TooManyPages, DecompressionLimit. */
export async function openPdfPages(file: PdfFile, choices: PdfChoices): Promise<PageSource> {
  const document = await openPdf(file.path, file.bytes);
  try {
    checkPageCount(document.pages, choices.limits, choices.options.maxPages);
  } catch (error) {
    document.close();
    throw error;
  }
  let lost: { readonly what: string | undefined } | undefined;
  const findLost = (): string | undefined => (lost ??= { what: findLostContent(file.path, file.bytes) }).what;
  return { pages: document.pages, read: async (page) => readPage(document, page, { ...choices, findLost, file }), close: document.close };
}

function readPage(document: PdfDocument, index: number, choices: PageChoices): PageContent {
  const page = document.openPage(index);
  try {
    if (choices.options.textLayer === "ignore") return drawPage(page, index, choices);
    const layer = judgeTextLayer(page.readText());
    if (isWholeText(layer, page, choices.options)) return readText(page, layer, choices);
    return drawPage(page, index, choices, layer.isReadable ? layer.text : "");
  } finally {
    page.close();
  }
}

function readText(page: PdfPage, { text }: TextLayer, { options, limits }: PdfChoices): PageContent {
  const size = sizeOf(page, options.dpi);
  const own = { text, ...layoutOf(page, options) };
  const isDrawable = size.width * size.height <= limits.maxPixels;
  const scan = isDrawable ? findScan(page, size, options.minTextCharacters) : undefined;
  if (scan === undefined) return { kind: "text", ...own };
  return { kind: "mixed", ...own, ...size, picture: { ...scan.pixels, dpi: options.dpi }, box: scan.box, isImageFirst: scan.isFirst };
}

/** A few characters beside a picture are a stamp on a scan; on a page of nothing else they are a title page. */
function isWholeText(layer: TextLayer, page: PdfPage, options: OcrOptions): boolean {
  if (!layer.isReadable) return false;
  return layer.readableCharacters >= options.minTextCharacters || page.isTextOnly();
}

function drawPage(page: PdfPage, index: number, { options, limits, findLost, file }: PageChoices, ownText = ""): PageContent {
  if (!page.hasOwnSize() && hasEndlessBox(file.path, file.bytes)) throw new PermanentError("TooManyPixels", `page ${index + 1} is larger than any page can be`);
  const size = sizeOf(page, options.dpi);
  checkPixels({ page: index + 1, ...size, bytesPerPixel: 1 }, limits);
  checkPictures(page, index, limits);
  const { pixels, isBlank } = page.draw(size);
  if (isBlank) checkReallyBlank(page, index, findLost);
  if (isBlank && ownText === "") return { kind: "blank", layout: { ...size, dpi: options.dpi, toPage: IDENTITY, words: [] } };
  if (isBlank) return { kind: "text", text: ownText, ...layoutOf(page, options) };
  return { kind: "image", picture: { ...pixels, dpi: options.dpi }, dpi: options.dpi, ownText };
}

/** Nothing is drawn, and nothing said, of what the library cannot read. */
function checkReallyBlank(page: PdfPage, index: number, findLost: PageChoices["findLost"]): void {
  if (page.hasBrokenPicture()) throw new PermanentError("Corrupt", `page ${index + 1} has a picture that cannot be decoded, and nothing else`);
  const lost = page.isEmpty() ? findLost() : undefined;
  if (lost !== undefined) throw new PermanentError("Corrupt", `page ${index + 1} is blank, and ${lost}`);
}

/** The library unpacks a picture whole, however small it is drawn. */
function checkPictures(page: PdfPage, index: number, { maxPixels }: Limits): void {
  const picture = page.largestPicture();
  if (picture === undefined) return;
  const { width, height } = picture;
  if (width * height > maxPixels) throw new PermanentError("TooManyPixels", `page ${index + 1} has a picture of ${width} x ${height} pixels; the limit is ${maxPixels}`);
  if (picture.isCutShort()) throw new PermanentError("Corrupt", `page ${index + 1} has a picture of ${width} x ${height} pixels, of which most are not in the file`);
}

function sizeOf({ widthPoints, heightPoints }: PdfPage, dpi: number): { width: number; height: number } {
  const scale = dpi / POINTS_PER_INCH;
  return { width: Math.floor(widthPoints * scale), height: Math.floor(heightPoints * scale) };
}

/** It takes as long as the text itself: only for those who want it. */
function layoutOf(page: PdfPage, { outputs, dpi }: OcrOptions): { layout?: PageLayout } {
  if (!outputs.includes("hocr") && !outputs.includes("tsv")) return {};
  const size = sizeOf(page, dpi);
  return { layout: { ...size, dpi, toPage: IDENTITY, words: toWords(page.readCharacters(size)) } };
}
