/**
 * Black and white by what is around each pixel (Sauvola 2000): it stands shadows and stains. Sums slide along rows and columns,
 * so that it takes time by the pixel and memory by the row, however wide the window is.
 */
import type { Picture } from "./picture.ts";

/** How far below the mean ink must be, on paper without any grain: Sauvola's k and R. */
const K = 0.3;
const DEVIATION_RANGE = 128;
/** 2 mm to each side holds a letter and paper around it. */
const REACH_INCHES = 0.08;
const REACH_PIXELS = 24;
const WHITE = 255;

type Grey = Pick<Picture, "data" | "width" | "height" | "dpi">;

/** Sums of the rows within reach, at each column. State: the window's columns, slid down row by row. */
interface ColumnSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

export function localThresholds(picture: Grey): Uint8Array {
  const { width, height, dpi } = picture;
  const reach = dpi === undefined ? REACH_PIXELS : Math.max(4, Math.round(dpi * REACH_INCHES));
  const columns: ColumnSums = { sums: new Float64Array(width), squares: new Float64Array(width) };
  const cut = new Uint8Array(width * height);
  for (let row = 0; row < Math.min(reach, height); row += 1) slideRow(columns, picture, { row, sign: 1 });
  for (let row = 0; row < height; row += 1) {
    if (row + reach < height) slideRow(columns, picture, { row: row + reach, sign: 1 });
    if (row - reach > 0) slideRow(columns, picture, { row: row - reach - 1, sign: -1 });
    const rows = Math.min(height - 1, row + reach) - Math.max(0, row - reach) + 1;
    cutRow(cut, picture, { row, rows, reach, columns });
  }
  return cut;
}

function slideRow({ sums, squares }: ColumnSums, { data, width }: Grey, { row, sign }: { readonly row: number; readonly sign: 1 | -1 }): void {
  for (let column = 0; column < width; column += 1) {
    const value = data[row * width + column] ?? 0;
    sums[column] = (sums[column] ?? 0) + sign * value;
    squares[column] = (squares[column] ?? 0) + sign * value * value;
  }
}

interface RowWindow {
  readonly row: number;
  /** Within reach: fewer at the edges. */
  readonly rows: number;
  readonly reach: number;
  readonly columns: ColumnSums;
}

function cutRow(cut: Uint8Array, { data, width }: Grey, { row, rows, reach, columns }: RowWindow): void {
  let [sum, square] = [0, 0];
  const take = (column: number, sign: 1 | -1): void => {
    sum += sign * (columns.sums[column] ?? 0);
    square += sign * (columns.squares[column] ?? 0);
  };
  for (let column = 0; column < Math.min(reach, width); column += 1) take(column, 1);
  for (let column = 0; column < width; column += 1) {
    if (column + reach < width) take(column + reach, 1);
    if (column - reach > 0) take(column - reach - 1, -1);
    const count = rows * (Math.min(width - 1, column + reach) - Math.max(0, column - reach) + 1);
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(0, square / count - mean * mean));
    const threshold = mean * (1 + K * (deviation / DEVIATION_RANGE - 1));
    cut[row * width + column] = (data[row * width + column] ?? 0) > threshold ? WHITE : 0;
  }
}
