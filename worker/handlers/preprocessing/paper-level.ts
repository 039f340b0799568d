/** What colour the paper has: the level that most pixels have, in each channel. */
import type { Picture } from "./picture.ts";

const LEVELS = 256;

export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export function paperColour({ data, channels }: Pick<Picture, "data" | "channels">): Colour {
  const level = (channel: number): number => mostFrequent(data, channel, channels);
  const r = level(0);
  return channels === 1 ? { r, g: r, b: r } : { r, g: level(1), b: level(2) };
}

function mostFrequent(data: Uint8Array, channel: number, channels: number): number {
  const histogram = new Uint32Array(LEVELS);
  for (let place = channel; place < data.length; place += channels) histogram[data[place] ?? 0] = (histogram[data[place] ?? 0] ?? 0) + 1;
  return histogram.indexOf(Math.max(...histogram));
}
