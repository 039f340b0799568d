/**
 * Makes a picture of a page as large as recognition wants it. The network takes lines of text at a height of 36 pixels, whatever
 * they had, and all that comes before it takes time by the pixel: text that is larger costs time, and gains nothing.
 */
import sharp from "sharp";
import type { GreyPicture } from "./grey-picture.ts";
import { measureTextHeight } from "./measure-text-height.ts";

export interface FittedPicture {
  readonly picture: GreyPicture;
  /** Pixels of `picture` for one of the page: 1 or less. */
  readonly scale: number;
}

/** Of small letters, in pixels: with more of them as many errors are made, with fewer more. */
const WANTED_TEXT_PIXELS = 12;
/** Small print beside large text stays legible. */
const LEAST_SCALE = 0.5;
/** To make it smaller by less than this is not worth the work. */
const WORTHWHILE_SCALE = 0.95;

export async function fitToReading(page: GreyPicture): Promise<FittedPicture> {
  const scale = scaleFor(measureTextHeight(page));
  return scale === 1 ? { picture: page, scale } : { picture: await shrink(page, scale), scale };
}

/** From the height of small letters in pixels; of a page without letters nothing is known. */
export function scaleFor(textPixels: number | undefined): number {
  const scale = WANTED_TEXT_PIXELS / (textPixels ?? WANTED_TEXT_PIXELS);
  return scale > WORTHWHILE_SCALE ? 1 : Math.max(LEAST_SCALE, scale);
}

async function shrink({ data, width, height, dpi }: GreyPicture, scale: number): Promise<GreyPicture> {
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const image = sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false });
  const smaller = image.resize({ ...size, fit: "fill", kernel: "mitchell" }).toColourspace("b-w");
  const pixels = await smaller.raw({ depth: "uchar" }).toBuffer();
  return { data: pixels, ...size, ...(dpi === undefined ? {} : { dpi: Math.round(dpi * scale) }) };
}
