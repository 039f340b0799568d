/** Black and white out of grey. */
import { localThresholds } from "./local-thresholds.ts";
import type { Picture } from "./picture.ts";

const LEVELS = 256;
const WHITE = 255;

/** `grey` has one channel. */
export function binarise(grey: Picture, how: "global" | "local"): Picture {
  const data = how === "global" ? cutAt(grey.data, otsuLevel(grey.data)) : localThresholds(grey);
  return { ...grey, data, isBilevel: true };
}

function cutAt(data: Uint8Array, level: number): Uint8Array {
  return data.map((value) => (value > level ? WHITE : 0));
}

/** The level that parts ink and paper best: with most variance between the two (Otsu 1979). */
export function otsuLevel(data: Uint8Array): number {
  const histogram = new Float64Array(LEVELS);
  // Over millions of pixels, an iterator takes six times as long.
  for (let place = 0; place < data.length; place += 1) histogram[data[place] ?? 0] = (histogram[data[place] ?? 0] ?? 0) + 1;
  const total = histogram.reduce((sum, count, level) => sum + count * level, 0);
  let best = { level: 127, variance: 0 };
  let [below, sumBelow] = [0, 0];
  for (const [level, count] of histogram.entries()) {
    below += count;
    sumBelow += count * level;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (variance > best.variance) best = { level, variance };
  }
  return best.level;
}
