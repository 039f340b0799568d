/**
 * By how much lines of text lie askew, found by projection: summed along the right direction, rows of ink and rows of paper
 * stand out most. Works on a page that recognition made nothing of; costs about 20 ms.
 */

export interface GreyPixels {
  /** One byte a pixel, row after row; 0 is black. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Beyond this a page was laid down on its side, or holds no lines. */
export const MAX_SKEW_DEGREES = 20;
const COARSE_DEGREES = 0.5;
const FINE_DEGREES = 0.1;
/** Lines of a page that was made smaller to this still are several pixels apart. */
const MEASURED_SIDE_PIXELS = 1000;
/** Ink is darker by so many levels than the mean of what lies within reach: shadows and the desk around a page are no ink. */
const INK_CONTRAST = 24;
const REACH_PIXELS = 10;
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
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The places of pixels darker than what is around them, of every so many rows and columns where the page is large. */
function findInk(pixels: GreyPixels): Ink {
  const { data, width, height } = thin(pixels);
  const sums = sumUp({ data, width, height });
  const x: number[] = [];
  const y: number[] = [];
  for (let row = REACH_PIXELS; row < height - REACH_PIXELS; row += 1) {
    for (let column = REACH_PIXELS; column < width - REACH_PIXELS; column += 1) {
      const mean = meanAround(sums, { row, column, width });
      if ((data[row * width + column] ?? 0) + INK_CONTRAST > mean) continue;
      x.push(column);
      y.push(row);
    }
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y), width, height };
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

/** At each place the sum of all above and left of it: any rectangle's sum is then four of them. */
function sumUp({ data, width, height }: GreyPixels): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let row = 0; row < height; row += 1) {
    let sum = 0;
    for (let column = 0; column < width; column += 1) {
      sum += data[row * width + column] ?? 0;
      sums[(row + 1) * (width + 1) + column + 1] = (sums[row * (width + 1) + column + 1] ?? 0) + sum;
    }
  }
  return sums;
}

function meanAround(sums: Float64Array, { row, column, width }: { row: number; column: number; width: number }): number {
  const [top, bottom] = [(row - REACH_PIXELS) * (width + 1), (row + REACH_PIXELS) * (width + 1)];
  const [left, right] = [column - REACH_PIXELS, column + REACH_PIXELS];
  const sum = (sums[bottom + right] ?? 0) - (sums[bottom + left] ?? 0) - (sums[top + right] ?? 0) + (sums[top + left] ?? 0);
  return sum / (2 * REACH_PIXELS) ** 2;
}

/** Squares of the steps from row to row: sharp edges of lines give large ones. */
function scoreOf({ x, y, width, height }: Ink, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const offset = Math.ceil(Math.abs(slope) * width);
  const rows = new Uint32Array(height + 2 * offset + 2);
  for (let place = 0; place < x.length; place += 1) {
    const row = Math.round((y[place] ?? 0) - slope * (x[place] ?? 0)) + offset;
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
