import fc from "fast-check";
import { expect, test } from "vitest";
import type { GreyPixels } from "./grey-picture.ts";
import { measureTextHeight } from "./measure-text-height.ts";

const WIDTH = 1200;
const HEIGHT = 1600;

interface Letters {
  /** Pixels of a letter without strokes up or down. */
  readonly small: number;
  readonly lines: number;
  readonly paper?: number;
}

/** Lines of letters as they come in words: of three one is as high as a capital. */
function drawLetters({ small, lines, paper = 235 }: Letters): GreyPixels {
  const data = new Uint8Array(WIDTH * HEIGHT).fill(paper);
  const tall = Math.round(small * 1.4);
  for (let line = 0; line < lines; line += 1) {
    const foot = 100 + (line + 1) * Math.round(small * 2.5);
    for (let letter = 0; 100 + (letter + 1) * small * 1.25 < WIDTH - 100; letter += 1) {
      const height = letter % 3 === 0 ? tall : small;
      const left = 100 + Math.round(letter * small * 1.25);
      for (let y = foot - height; y < Math.min(foot, HEIGHT); y += 1) data.fill(30, y * WIDTH + left, y * WIDTH + left + Math.round(small * 0.75));
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}

test("small letters are measured to two pixels, wherever lines are and whatever the paper", () => {
  fc.assert(
    fc.property(fc.integer({ min: 9, max: 40 }), fc.integer({ min: 90, max: 255 }), (small, paper) => {
      expect(Math.abs((measureTextHeight(drawLetters({ small, lines: 12, paper })) ?? 0) - small)).toBeLessThanOrEqual(2);
    }),
    { numRuns: 30 },
  );
});

test("dirt is no text", () => {
  const page = drawLetters({ small: 20, lines: 12 });
  for (let speck = 0; speck < 5000; speck += 1) page.data[(speck * 7919 * 241) % page.data.length] = 0;
  expect(Math.abs((measureTextHeight(page) ?? 0) - 20)).toBeLessThanOrEqual(2);
});

test.each([
  ["an empty page", { data: new Uint8Array(WIDTH * HEIGHT).fill(255), width: WIDTH, height: HEIGHT }],
  ["a page of nothing", { data: new Uint8Array(0), width: 0, height: 0 }],
  ["a page of a pixel", { data: new Uint8Array(1), width: 1, height: 1 }],
  ["a single line of large letters", drawLetters({ small: 30, lines: 1 })],
])("%s says nothing", (_, page) => {
  expect(measureTextHeight(page)).toBeUndefined();
});
