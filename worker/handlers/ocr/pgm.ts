/** Binary PGM (P5): what the command reads from a pipe, and the cheapest to make. It holds no resolution. */
import type { GreyPixels } from "./grey-picture.ts";

export function encodePgm({ data, width, height }: GreyPixels): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), data]);
}
