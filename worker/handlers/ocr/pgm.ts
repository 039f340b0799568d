/** Binary PGM (P5): the cheapest image to make that both engines read. It holds no resolution. */

/** `grey` has one byte a pixel, row after row. */
export function encodePgm(grey: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), grey]);
}
