/**
 * Leptonica's own format for pictures in memory: pixels as it holds them, so that reading it is a copy. It reads PGM value by value,
 * which takes WebAssembly 50 ms for a page of A4. Layout: `pixSerializeToMemory` in Leptonica's `spixio.c`.
 */
import type { GreyPixels } from "./grey-picture.ts";

const WORD_BYTES = 4;
const HEADER_WORDS = 7;
const GREY_BITS = 8;

/** Rows are whole words of 32 bits, the first pixel in the highest byte; for machines that keep the lowest byte first, as WebAssembly does. */
export function encodeSpix({ data, width, height }: GreyPixels): Buffer {
  const rowWords = Math.ceil(width / WORD_BYTES);
  const rowBytes = rowWords * WORD_BYTES;
  const spix = Buffer.alloc((HEADER_WORDS + rowWords * height) * WORD_BYTES);
  spix.write("spix", "latin1");
  const noColours = 0;
  for (const [place, value] of [width, height, GREY_BITS, rowWords, noColours, rowBytes * height].entries()) spix.writeUInt32LE(value, (place + 1) * WORD_BYTES);
  const raster = spix.subarray(HEADER_WORDS * WORD_BYTES);
  for (let row = 0; row < height; row += 1) raster.set(data.subarray(row * width, (row + 1) * width), row * rowBytes);
  raster.swap32();
  return spix;
}
