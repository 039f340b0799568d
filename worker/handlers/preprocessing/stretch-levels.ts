/** Stretches the levels of a picture so that its paper is white and its ink is black. */
import { type Picture, toGrey } from "./picture.ts";

const LEVELS = 256;
/** Share of the pixels that may become black, or white, altogether. */
const CLIPPED_SHARE = 0.01;
/** Of what is flatter, only the grain would be seen. */
const LEAST_RANGE = 16;

/** All channels alike, by how light the picture is: colours keep their tint. */
export async function stretchLevels(picture: Picture): Promise<Picture> {
  const { low, high } = rangeOf((await toGrey(picture)).data);
  if (high - low < LEAST_RANGE) return picture;
  const stretched = Uint8ClampedArray.from({ length: LEVELS }, (_, level) => ((level - low) * (LEVELS - 1)) / (high - low));
  const data = new Uint8Array(picture.data.length);
  for (let place = 0; place < data.length; place += 1) data[place] = stretched[picture.data[place] ?? 0] ?? 0;
  return { ...picture, data };
}

function rangeOf(data: Uint8Array): { low: number; high: number } {
  const histogram = new Uint32Array(LEVELS);
  for (let place = 0; place < data.length; place += 1) histogram[data[place] ?? 0] = (histogram[data[place] ?? 0] ?? 0) + 1;
  const clipped = data.length * CLIPPED_SHARE;
  return { low: levelBehind(histogram, clipped), high: LEVELS - 1 - levelBehind(histogram.toReversed(), clipped) };
}

/** The first level up to which there are more than so many pixels. */
function levelBehind(histogram: Uint32Array, pixels: number): number {
  let sum = 0;
  return histogram.findIndex((count) => (sum += count) > pixels);
}
