/**
 * How high the small letters of a page are, told from what hangs together of its ink. Looks at bands of it, until enough letters
 * were seen, and takes 10 to 20 ms.
 */
import type { GreyPixels } from "./grey-picture.ts";
import { boxesOfInk } from "./ink-boxes.ts";
import { markInk } from "./ink.ts";
import type { Box } from "./page-layout.ts";

/** In pixels of the page: several lines of text. Letters that a band cuts are left out. */
const BAND_PIXELS = 256;
/** Letters are measured at half the size: a quarter of the work, and no grain. */
const HALF = 2;
const BLOCK_PIXELS = 64;
/** Pixels of half the size. Lower are full stops, commas and dirt. */
const LETTER = { least: 4, most: 128 } as const;
/** Between the l and several letters that touch. */
const WIDTH_BY_HEIGHT = { least: 0.1, most: 8 } as const;
const ENOUGH_LETTERS = 400;
/** Fewer say nothing. */
const LEAST_LETTERS = 50;
/** More than half of all letters are small ones without a stroke up or down; dirt and marks over letters are smaller still. */
const SMALL_SHARE = 0.25;

/** Pixels, right to two: what typographers call the x-height. Undefined where there are too few letters to tell. */
export function measureTextHeight(pixels: GreyPixels): number | undefined {
  const heights: number[] = [];
  for (const top of spreadBands(pixels.height)) {
    for (const { top: first, bottom } of lettersOf(halve(pixels, top))) heights.push((bottom - first) * HALF);
    if (heights.length >= ENOUGH_LETTERS) break;
  }
  if (heights.length < LEAST_LETTERS) return undefined;
  return heights.toSorted((a, b) => a - b)[Math.floor(heights.length * SMALL_SHARE)];
}

/** Tops of bands, in an order in which any first few are spread over the whole page: by multiples of the golden ratio. */
function spreadBands(height: number): number[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  const bands = Array.from({ length: Math.ceil(height / BAND_PIXELS) }, (_, band) => ({ top: band * BAND_PIXELS, order: ((band + 1) * golden) % 1 }));
  return bands.toSorted((a, b) => a.order - b.order).map(({ top }) => top);
}

/** Of one band, each pixel the mean of four. */
function halve({ data, width, height }: GreyPixels, top: number): GreyPixels {
  const half = { width: Math.floor(width / HALF), height: Math.floor((Math.min(height, top + BAND_PIXELS) - top) / HALF) };
  const means = new Uint8Array(half.width * half.height);
  for (let row = 0; row < half.height; row += 1) {
    const upper = (top + row * HALF) * width;
    const lower = upper + width;
    for (let column = 0; column < half.width; column += 1) {
      const left = column * HALF;
      const sum = (data[upper + left] ?? 0) + (data[upper + left + 1] ?? 0) + (data[lower + left] ?? 0) + (data[lower + left + 1] ?? 0);
      means[row * half.width + column] = sum >> 2;
    }
  }
  return { data: means, ...half };
}

function lettersOf(band: GreyPixels): Box[] {
  if (band.width === 0) return [];
  return boxesOfInk(markInk(band, BLOCK_PIXELS), band.width).filter((box) => isLetter(box, band.height));
}

function isLetter({ left, top, right, bottom }: Box, bandHeight: number): boolean {
  const [width, height] = [right - left, bottom - top];
  if (height < LETTER.least || height > LETTER.most) return false;
  if (width < WIDTH_BY_HEIGHT.least * height || width > WIDTH_BY_HEIGHT.most * height) return false;
  return top > 0 && bottom < bandHeight;
}
