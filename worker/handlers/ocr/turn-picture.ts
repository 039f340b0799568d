/**
 * A picture of a page, turned. What is lighter than the paper becomes as light as it, the corners that come in too: white
 * around grey paper, as a scanner's lid leaves it, would make the engine take the paper for ink.
 */
import sharp from "sharp";
import { countLevels, LEVELS } from "./count-levels.ts";
import type { GreyPicture } from "./grey-picture.ts";

/** Clockwise. Right angles lose nothing; by others the picture grows. */
export async function turnPicture({ data, width, height, dpi }: GreyPicture, degrees: number): Promise<GreyPicture> {
  const paper = paperLevel(data);
  const flat = atMost(data, paper);
  const picture = sharp(flat, { raw: { width, height, channels: 1 }, limitInputPixels: false });
  const turned = picture.rotate(degrees, { background: { r: paper, g: paper, b: paper } }).toColourspace("b-w").extractChannel(0);
  const { data: pixels, info } = await turned.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { data: pixels, width: info.width, height: info.height, ...(dpi === undefined ? {} : { dpi }) };
}

/** By index: eight million calls take a tenth of a second. */
function atMost(data: Uint8Array, most: number): Uint8Array {
  const kept = new Uint8Array(data);
  for (let place = 0; place < kept.length; place += 1) if ((kept[place] ?? 0) > most) kept[place] = most;
  return kept;
}

/** The median: less than half of a page is ink, and paper has many levels. */
function paperLevel(data: Uint8Array): number {
  let seen = 0;
  for (const [level, count] of countLevels(data).entries()) {
    seen += count;
    if (seen * 2 >= data.length) return level;
  }
  return LEVELS - 1;
}
