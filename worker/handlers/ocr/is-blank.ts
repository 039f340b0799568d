/** Is there anything on a page? Paper has a grain; an engine that is given only that reads rubbish out of it, slowly. */

import { countLevels, LEVELS } from "./count-levels.ts";

/** Ink is darker than the paper by at least so many of 255 levels: more than any grain, less than faint print. */
const INK_CONTRAST = 32;
/** At 300 dpi a page has 8.7 million pixels, so this is less than two full stops. */
const BLANK_SHARE = 0.000_01;

/** `pixels` are grey, 0 is black. The paper is the level that most pixels have. */
export function isBlank(pixels: Uint8Array): boolean {
  const histogram = countLevels(pixels);
  const paper = histogram.indexOf(Math.max(...histogram));
  const ink = histogram.subarray(0, Math.max(0, paper - INK_CONTRAST)).reduce((sum, count) => sum + count, 0);
  const isInverse = paper < LEVELS / 2;
  return !isInverse && ink <= pixels.length * BLANK_SHARE;
}
