/**
 * By how much lines of text lie askew, found by projection: summed along the right direction, rows of ink and rows of paper
 * stand out most. Needs no recognition; costs about 30 ms.
 */
import type { GreyPixels } from "./grey-picture.ts";
import { markInk } from "./ink.ts";

/** Beyond this a page was laid down on its side, or holds no lines. */
export const MAX_SKEW_DEGREES = 20;
const COARSE_DEGREES = 0.5;
const FINE_DEGREES = 0.1;
/** Lines of a page that was made smaller to this still are several pixels apart. */
const MEASURED_SIDE_PIXELS = 700;
const BLOCK_PIXELS = 20;
/** More say nothing more. */
const MAX_INK = 12_000;
/** The best angle must stand out from the average by so much, or there are no lines. */
const LEAST_CONTRAST = 1.25;

/** Degrees, positive where lines fall to the right (the page is turned clockwise); 0 where no lines are found. */
export function measureSkewDegrees(pixels: GreyPixels): number {
  return findLines(pixels)?.degrees ?? 0;
}

/** Are there lines of text, or is it a photograph? */
export function hasLines(pixels: GreyPixels): boolean {
  return findLines(pixels) !== undefined;
}

function findLines(pixels: GreyPixels): { readonly degrees: number } | undefined {
  const ink = findInk(pixels);
  if (ink.x.length === 0) return undefined;
  const scores = angles(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES, COARSE_DEGREES).map((degrees) => ({ degrees, score: scoreOf(ink, degrees) }));
  const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
  const coarse = best(scores);
  if (coarse.score < LEAST_CONTRAST * mean) return undefined;
  const near = angles(coarse.degrees - COARSE_DEGREES, coarse.degrees + COARSE_DEGREES, FINE_DEGREES);
  const fine = best(near.map((degrees) => ({ degrees, score: scoreOf(ink, degrees) })));
  return { degrees: Math.round(fine.degrees * 10) / 10 };
}

interface Ink {
  /** Places of dark pixels: column and row of each. */
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly width: number;
  readonly height: number;
}

/** Some places of ink, of every so many rows and columns where the page is large. */
function findInk(pixels: GreyPixels): Ink {
  const thinned = thin(pixels);
  const { width, height } = thinned;
  const marks = markInk(thinned, BLOCK_PIXELS);
  const x = new Uint16Array(width * height);
  const y = new Uint16Array(width * height);
  let found = 0;
  for (let place = marks.indexOf(1); place >= 0; place = marks.indexOf(1, place + 1)) {
    x[found] = place % width;
    y[found] = Math.floor(place / width);
    found += 1;
  }
  return { ...thinInk(x, y, found), width, height };
}

function thin({ data, width, height }: GreyPixels): GreyPixels {
  const step = Math.max(1, Math.floor(Math.max(width, height) / MEASURED_SIDE_PIXELS));
  if (step === 1) return { data, width, height };
  const size = { width: Math.floor(width / step), height: Math.floor(height / step) };
  const thinned = new Uint8Array(size.width * size.height);
  for (let row = 0; row < size.height; row += 1) {
    for (let column = 0; column < size.width; column += 1) thinned[row * size.width + column] = data[row * step * width + column * step] ?? 0;
  }
  return { data: thinned, ...size };
}

/** Some of it, as if by dice: lines as far apart as regular steps would be seen or missed as a whole. */
function thinInk(x: Uint16Array, y: Uint16Array, found: number): Pick<Ink, "x" | "y"> {
  const share = Math.min(1, MAX_INK / found);
  let kept = 0;
  let dice = 1;
  for (let place = 0; place < found; place += 1) {
    // Marsaglia's xorshift.
    dice ^= dice << 13;
    dice ^= dice >>> 17;
    dice ^= dice << 5;
    if ((dice >>> 0) / 2 ** 32 > share) continue;
    x[kept] = x[place] ?? 0;
    y[kept] = y[place] ?? 0;
    kept += 1;
  }
  return { x: x.subarray(0, kept), y: y.subarray(0, kept) };
}

/** Squares of the steps from row to row: sharp edges of lines give large ones. */
function scoreOf({ x, y, width, height }: Ink, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const offset = Math.ceil(Math.abs(slope) * width) + 1;
  const shifts = Int32Array.from({ length: width }, (_, column) => offset - Math.round(slope * column));
  const rows = new Uint32Array(height + 2 * offset + 2);
  for (let place = 0; place < x.length; place += 1) {
    const row = (y[place] ?? 0) + (shifts[x[place] ?? 0] ?? 0);
    rows[row] = (rows[row] ?? 0) + 1;
  }
  let score = 0;
  for (let row = 1; row < rows.length; row += 1) score += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2;
  return score;
}

function angles(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, count) => from + count * step);
}

function best(scored: readonly { readonly degrees: number; readonly score: number }[]): { readonly degrees: number; readonly score: number } {
  return scored.reduce((most, each) => (each.score > most.score ? each : most), { degrees: 0, score: 0 });
}
