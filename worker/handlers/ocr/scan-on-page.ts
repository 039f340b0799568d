/** A scan on a page that has text of its own: a printed form with a pasted copy, a report with a facsimile. */
import { type Box, boxAround } from "./page-layout.ts";
import type { GreyPixels } from "./grey-picture.ts";
import { hasLines } from "./measure-skew.ts";
import type { PdfPage } from "./pdfium.ts";
import type { PlacedCharacter } from "./text-layer-words.ts";

export interface ScanOnPage {
  readonly pixels: GreyPixels;
  /** On the page, in pixels. */
  readonly box: Box;
  /** The scan begins above the page's own text. */
  readonly isFirst: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Smaller pictures are logos, signatures and stamps. */
const LEAST_SHARE_OF_PAGE = 0.15;

/**
 * Undefined where there is none: no picture of that size, a picture with text over it (a scan that was made searchable), or
 * one without lines, which is a photograph.
 */
export function findScan(page: PdfPage, size: Size, minTextCharacters: number): ScanOnPage | undefined {
  if (page.isTextOnly()) return undefined;
  const box = page.pictureBox(size);
  if (box === undefined || areaOf(box) < LEAST_SHARE_OF_PAGE * size.width * size.height) return undefined;
  const own = page.readCharacters(size).filter(({ text, box: place }) => place !== undefined && text.trim() !== "");
  if (own.filter((character) => isInside(character, box)).length >= minTextCharacters) return undefined;
  const pixels = cut(page.draw(size).pixels, box);
  if (!hasLines(pixels)) return undefined;
  const top = boxAround([box, ...own.flatMap((character) => character.box ?? [])]).top;
  return { pixels, box, isFirst: box.top === top };
}

function areaOf({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function isInside({ box }: PlacedCharacter, { left, top, right, bottom }: Box): boolean {
  if (box === undefined) return false;
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return x >= left && x < right && y >= top && y < bottom;
}

function cut({ data, width }: GreyPixels, { left, top, right, bottom }: Box): GreyPixels {
  const size = { width: right - left, height: bottom - top };
  const pixels = new Uint8Array(size.width * size.height);
  for (let row = 0; row < size.height; row += 1) pixels.set(data.subarray((top + row) * width + left, (top + row) * width + right), row * size.width);
  return { data: pixels, ...size };
}
