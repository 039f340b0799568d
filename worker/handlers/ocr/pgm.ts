/** Binary PGM (P5): the cheapest image to make that both engines read. It holds no resolution. */
import type { GreyPixels } from "./measure-skew.ts";

/** `grey` has one byte a pixel, row after row. */
export function encodePgm(grey: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), grey]);
}

const HEADER = /^P5\n(\d+) (\d+)\n255\n/;
/** Two numbers of ten digits. */
const MAX_HEADER_BYTES = 32;

/** Only what encodePgm has made. The pixels are not copied. */
export function decodePgm(pgm: Uint8Array): GreyPixels {
  const head = Buffer.from(pgm.buffer, pgm.byteOffset, Math.min(MAX_HEADER_BYTES, pgm.length)).toString("latin1");
  const [header = "", width, height] = HEADER.exec(head) ?? [];
  return { data: pgm.subarray(header.length), width: Number(width ?? 0), height: Number(height ?? 0) };
}
