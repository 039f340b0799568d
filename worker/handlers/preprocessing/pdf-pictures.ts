/** The pages of a PDF, drawn. */
import type { PreprocessingOptions } from "../../../contract/handlers/preprocessing-options.ts";
import type { Limits } from "../../limits.ts";
import { checkPageCount, checkPixels } from "../ocr/page-limits.ts";
import { openPdf, type PdfDocument } from "../ocr/pdfium.ts";
import { judgeTextLayer } from "../ocr/text-layer.ts";
import type { PictureSource, ReadPicture } from "./picture-source.ts";

const POINTS_PER_INCH = 72;
/** Fewer are a stamp on a scan: the same judgement as the default of ocr's minTextCharacters. */
const LEAST_TEXT_CHARACTERS = 16;

interface PdfChoices {
  readonly options: PreprocessingOptions;
  readonly limits: Limits;
}

/** Throws PermanentError: Encrypted, Corrupt, Empty, TooManyPages. */
export async function openPdfPictures(file: { readonly path: string; readonly bytes: number }, choices: PdfChoices): Promise<PictureSource> {
  const document = await openPdf(file.path, file.bytes);
  try {
    checkPageCount(document.pages, choices.limits, choices.options.maxPages);
  } catch (error) {
    document.close();
    throw error;
  }
  return { pages: document.pages, hasText: async (signal) => hasText(document, signal), read: async (page) => drawPage(document, page, choices), close: document.close };
}

/** One page of text is enough: nobody wants to recognise what can be read. */
function hasText(document: PdfDocument, signal: AbortSignal): boolean {
  for (let index = 0; index < document.pages; index += 1) {
    signal.throwIfAborted();
    const page = document.openPage(index);
    try {
      const { isReadable, readableCharacters } = judgeTextLayer(page.readText());
      if (isReadable && readableCharacters >= LEAST_TEXT_CHARACTERS) return true;
    } finally {
      page.close();
    }
  }
  return false;
}

function drawPage(document: PdfDocument, index: number, { options, limits }: PdfChoices): ReadPicture {
  const page = document.openPage(index);
  try {
    const dpi = Math.min(options.dpi, options.maxDpi);
    const [width, height] = [page.widthPoints, page.heightPoints].map((points) => Math.floor((points * dpi) / POINTS_PER_INCH));
    const size = { width: width ?? 0, height: height ?? 0 };
    checkPixels({ page: index + 1, ...size, bytesPerPixel: 1 }, limits);
    const { pixels, isBlank } = page.draw(size);
    return { picture: { ...pixels, channels: 1, dpi }, steps: ["drawn"], isBlank };
  } finally {
    page.close();
  }
}
