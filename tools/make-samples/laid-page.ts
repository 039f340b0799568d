/** A page after layout: what stands where. Both painters, PDF and pixels, draw from this, so they cannot disagree. */

/** PDF's standard fonts, and as pictures the Liberation fonts. */
export type StandardFace = "serif" | "serif-bold" | "serif-italic" | "sans" | "sans-bold" | "mono";

/** The DejaVu fonts, for pictures alone. */
export type DejavuFace = "dejavu-serif" | "dejavu-sans";

export type Face = StandardFace | DejavuFace;

export interface TextStyle {
  readonly face: Face;
  readonly sizePoints: number;
}

/** One piece of text; `x` is its left edge, `y` its baseline, in points from the top left corner. */
export interface TextRun extends TextStyle {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A straight line, in points from the top left corner. */
export interface Rule {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly widthPoints: number;
}

export interface LaidPage {
  readonly widthPoints: number;
  readonly heightPoints: number;
  readonly runs: readonly TextRun[];
  readonly rules: readonly Rule[];
  /** The lines in reading order: the page's known text. */
  readonly lines: readonly string[];
}

export const A4_WIDTH_POINTS = 595;
export const A4_HEIGHT_POINTS = 842;
