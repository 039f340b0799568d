/** Judges sizes by what a file says of itself, before anything is decoded or drawn. */
import { PermanentError } from "../../errors.ts";
import type { Limits } from "../../limits.ts";

/** Tesseract and Leptonica refuse more: coordinates are 16 bits wide. */
const MAX_SIDE_PIXELS = 32_767;

export function checkPageCount(pages: number, limits: Limits, maxPages = limits.maxPages): void {
  if (pages <= 0) throw new PermanentError("Empty", "the document has no pages");
  const most = Math.min(maxPages, limits.maxPages);
  if (pages > most) throw new PermanentError("TooManyPages", `the document has ${pages} pages; the limit is ${most}`);
}

export interface PixelSize {
  /** From 1. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** Channels times bytes of a sample. */
  readonly bytesPerPixel: number;
}

export function checkPixels({ page, width, height, bytesPerPixel }: PixelSize, limits: Limits): void {
  // NaN fails this, too.
  if (!(width >= 1 && height >= 1 && Number.isFinite(width * height))) throw new PermanentError("Corrupt", `page ${page} has no usable size`);
  const size = `page ${page} has ${Math.ceil(width)} x ${Math.ceil(height)} pixels`;
  if (width * height > limits.maxPixels) throw new PermanentError("TooManyPixels", `${size}; the limit is ${limits.maxPixels}`);
  if (Math.max(width, height) > MAX_SIDE_PIXELS) throw new PermanentError("TooManyPixels", `${size}; the limit of a side is ${MAX_SIDE_PIXELS}`);
  const bytes = width * height * bytesPerPixel;
  if (bytes > limits.maxDecompressedBytes) {
    throw new PermanentError("DecompressionLimit", `page ${page} unpacks to ${bytes} bytes; the limit is ${limits.maxDecompressedBytes}`);
  }
}
