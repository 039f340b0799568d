/** Which pixels of a page are ink: those darker than what is around them. So shadows, and the desk around a page, are none. */
import type { GreyPixels } from "./grey-picture.ts";

/** Darker by so many levels than the mean of its block. */
const INK_CONTRAST = 24;

/** One byte a pixel: 1 where there is ink. A block has sides of `blockPixels`; what fills one, as thick letters may, is not told from paper. */
export function markInk(pixels: GreyPixels, blockPixels: number): Uint8Array {
  const { data, width, height } = pixels;
  const darkest = findDarkest(pixels, blockPixels);
  const columns = Math.ceil(width / blockPixels);
  const marks = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const blocks = Math.floor(row / blockPixels) * columns;
    for (let column = 0; column < width; column += 1) {
      const place = row * width + column;
      if ((data[place] ?? 0) <= (darkest[blocks + Math.floor(column / blockPixels)] ?? 0)) marks[place] = 1;
    }
  }
  return marks;
}

/** Of each block the level up to which a pixel is ink. */
function findDarkest({ data, width, height }: GreyPixels, blockPixels: number): Float64Array {
  const columns = Math.ceil(width / blockPixels);
  const sums = new Float64Array(columns * Math.ceil(height / blockPixels));
  for (let row = 0; row < height; row += 1) {
    const blocks = Math.floor(row / blockPixels) * columns;
    for (let column = 0; column < width; column += 1) {
      const block = blocks + Math.floor(column / blockPixels);
      sums[block] = (sums[block] ?? 0) + (data[row * width + column] ?? 0);
    }
  }
  // Blocks at the right and lower edge are smaller.
  const sideAt = (place: number, side: number): number => Math.min(blockPixels, side - place * blockPixels);
  return sums.map((sum, block) => sum / (sideAt(block % columns, width) * sideAt(Math.floor(block / columns), height)) - INK_CONTRAST);
}
