/** The pages of a PDF: their own text where they have some, else a picture of them. */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import type { Limits } from "../../limits.ts";
import { checkPageCount, checkPixels } from "./page-limits.ts";
import type { PageContent, PageSource } from "./page-source.ts";
import { openPdf, type PdfDocument, type PdfPage } from "./pdfium.ts";
import { judgeTextLayer, type TextLayer } from "./text-layer.ts";

const POINTS_PER_INCH = 72;

interface PdfChoices {
  readonly options: OcrOptions;
  readonly limits: Limits;
}

/** Throws PermanentError: Encrypted, Corrupt, Empty, TooManyPages. */
export async function openPdfPages(file: { readonly path: string; readonly bytes: number }, choices: PdfChoices): Promise<PageSource> {
  const document = await openPdf(file.path, file.bytes);
  try {
    checkPageCount(document.pages, choices.limits, choices.options.maxPages);
  } catch (error) {
    document.close();
    throw error;
  }
  return { pages: document.pages, read: async (page) => readPage(document, page, choices), close: document.close };
}

function readPage(document: PdfDocument, index: number, choices: PdfChoices): PageContent {
  const page = document.openPage(index);
  try {
    if (choices.options.textLayer === "ignore") return drawPage(page, index, choices);
    const layer = judgeTextLayer(page.readText());
    if (isWholeText(layer, page, choices.options)) return { kind: "text", text: layer.text };
    return drawPage(page, index, choices, layer.isReadable ? layer.text : "");
  } finally {
    page.close();
  }
}

/** A few characters beside a picture are a stamp on a scan; on a page of nothing else they are a title page. */
function isWholeText(layer: TextLayer, page: PdfPage, options: OcrOptions): boolean {
  if (!layer.isReadable) return false;
  return layer.readableCharacters >= options.minTextCharacters || page.isTextOnly();
}

function drawPage(page: PdfPage, index: number, { options, limits }: PdfChoices, ownText = ""): PageContent {
  const scale = options.dpi / POINTS_PER_INCH;
  const width = Math.floor(page.widthPoints * scale);
  const height = Math.floor(page.heightPoints * scale);
  checkPixels({ page: index + 1, width, height, bytesPerPixel: 1 }, limits);
  const { pgm, isBlank } = page.draw({ width, height });
  if (isBlank) return ownText === "" ? { kind: "blank" } : { kind: "text", text: ownText };
  return { kind: "image", image: { bytes: pgm, dpi: options.dpi }, ownText };
}
