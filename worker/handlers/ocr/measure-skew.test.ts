import { expect, test } from "vitest";
import type { GreyPixels } from "./grey-picture.ts";
import { measureSkewDegrees } from "./measure-skew.ts";

const WIDTH = 900;
const HEIGHT = 1200;

/** Lines of words, as dark bars with gaps. */
function drawLines(degrees: number, paper = 235): GreyPixels {
  const data = new Uint8Array(WIDTH * HEIGHT).fill(paper);
  const slope = Math.tan((degrees * Math.PI) / 180);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 100; x < WIDTH - 100; x += 1) {
      const along = y - slope * (x - WIDTH / 2);
      const isInk = along > 200 && along < HEIGHT - 200 && along % 24 < 9 && x % 70 < 55;
      if (isInk) data[y * WIDTH + x] = 30;
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}

test.each([-12, -5, -1.8, 0, 0.6, 2.5, 7.3, 18])("lines at %d degrees are measured to a fifth of a degree", (degrees) => {
  expect(Math.abs(measureSkewDegrees(drawLines(degrees)) - degrees)).toBeLessThanOrEqual(0.2);
});

test("grey paper is measured as white paper is", () => {
  expect(measureSkewDegrees(drawLines(4, 120))).toBe(measureSkewDegrees(drawLines(4)));
});

test.each([
  ["an empty page", { data: new Uint8Array(100 * 100).fill(255), width: 100, height: 100 }],
  ["a page of nothing", { data: new Uint8Array(0), width: 0, height: 0 }],
  ["a page that is smaller than what is looked at", { data: new Uint8Array(12).fill(9), width: 3, height: 4 }],
])("%s has no skew", (_, pixels) => {
  expect(measureSkewDegrees(pixels)).toBe(0);
});
