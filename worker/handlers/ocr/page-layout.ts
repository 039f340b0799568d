/** Where the words of a page are. */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";

/** In pixels; right and bottom are the first ones outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Words of one line follow each other in reading order; block, paragraph and line are numbers from 1, each within the one before. */
export interface LayoutWord {
  readonly block: number;
  readonly paragraph: number;
  readonly line: number;
  readonly text: string;
  /** 0 to 100; absent where the page holds its text itself. */
  readonly confidence?: number;
  /** On the picture, whose lines run from left to right. */
  readonly box: Box;
}

/** x′ = a·x + c·y + e, y′ = b·x + d·y + f: as PDF and SVG write it. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface PageLayout {
  /** Of the page as its reader sees it, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly dpi?: number;
  /** From the picture that was read, which may have been turned or made smaller, to the page. */
  readonly toPage: Matrix;
  readonly words: readonly LayoutWord[];
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export function scaling(factor: number): Matrix {
  return [factor, 0, 0, factor, 0, 0];
}

/** First `inner`, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [x1, y1] = turn(outer, a, b);
  const [x2, y2] = turn(outer, c, d);
  const [x3, y3] = place(outer, e, f);
  return [x1, y1, x2, y2, x3, y3];
}

export function place(matrix: Matrix, x: number, y: number): [x: number, y: number] {
  const [turnedX, turnedY] = turn(matrix, x, y);
  return [turnedX + matrix[4], turnedY + matrix[5]];
}

function turn([a, b, c, d]: Matrix, x: number, y: number): [x: number, y: number] {
  return [a * x + c * y, b * x + d * y];
}

/** The upright box around a turned one, in whole pixels. */
export function boxOnPage({ left, top, right, bottom }: Box, matrix: Matrix): Box {
  const corners = [place(matrix, left, top), place(matrix, right, top), place(matrix, left, bottom), place(matrix, right, bottom)];
  const xs = corners.map(([x]) => Math.round(x));
  const ys = corners.map(([, y]) => Math.round(y));
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** There must be one at least. */
export function boxAround(boxes: readonly Box[]): Box {
  return boxes.reduce((all, box) => ({
    left: Math.min(all.left, box.left),
    top: Math.min(all.top, box.top),
    right: Math.max(all.right, box.right),
    bottom: Math.max(all.bottom, box.bottom),
  }));
}

/** Neighbours for which `keyOf` gives the same. */
export function groupNeighbours<T>(all: readonly T[], keyOf: (each: T) => string | number): T[][] {
  const groups: T[][] = [];
  let last: string | number | undefined;
  for (const each of all) {
    const key = keyOf(each);
    if (key === last) groups.at(-1)?.push(each);
    else groups.push([each]);
    last = key;
  }
  return groups;
}

export function linesOf(words: readonly LayoutWord[]): LayoutWord[][] {
  return groupNeighbours(words, ({ block, paragraph, line }) => `${block} ${paragraph} ${line}`);
}

/** Does any output say where words are? */
export function needsLayout({ outputs }: Pick<OcrOptions, "outputs">): boolean {
  return outputs.some((output) => output !== "text");
}
