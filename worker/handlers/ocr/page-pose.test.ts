import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Box, boxOnPage, compose, IDENTITY, type LayoutWord, type Matrix, place } from "./page-layout.ts";
import { backFromTurn, isPerhapsUpsideDown, slopeDegrees, standUp, worthOf } from "./page-pose.ts";

const SIZE = { width: 2000, height: 3000 };

/** A page of lines of words, as wide as their letters, all of one slope. */
function makeWords({ degrees = 0, confidence = 95 } = {}): LayoutWord[] {
  const slope = Math.tan((degrees * Math.PI) / 180);
  return Array.from({ length: 20 }, (_, line) =>
    Array.from({ length: 8 }, (__, word) => {
      const left = 200 + word * 200;
      const top = 400 + line * 60 + left * slope;
      return { block: 1, paragraph: 1, line: line + 1, text: "Invoice", confidence, box: { left, top, right: left + 150, bottom: top + 30 } };
    }),
  ).flat();
}

function turnQuarter(words: readonly LayoutWord[], matrix: Matrix): LayoutWord[] {
  return words.map((word) => ({ ...word, box: boxOnPage(word.box, matrix) }));
}

describe("lines that run", () => {
  test("across stay as they are", () => {
    expect(standUp(makeWords(), SIZE)).toEqual({ words: makeWords(), toPicture: IDENTITY });
  });

  test.each<[string, Matrix]>([
    ["down", [0, 1, -1, 0, SIZE.height, 0]],
    ["up", [0, -1, 1, 0, 0, SIZE.width]],
  ])("%s are turned upright, and lead back", (_, matrix) => {
    const lying = turnQuarter(makeWords(), matrix);
    const upright = standUp(lying, { width: SIZE.height, height: SIZE.width });
    expect(upright.words.map(({ box }) => box)).toEqual(makeWords().map(({ box }) => box));
    expect(upright.words.map(({ box }) => boxOnPage(box, upright.toPicture))).toEqual(lying.map(({ box }) => box));
  });
});

test("the slope of lines is measured to a tenth of a degree", () => {
  fc.assert(
    fc.property(fc.double({ min: -15, max: 15, noNaN: true }), (degrees) => {
      expect(slopeDegrees(makeWords({ degrees }))).toBeCloseTo(degrees, 1);
    }),
  );
});

test("a few words have no slope", () => {
  expect(slopeDegrees(makeWords().slice(0, 3))).toBeUndefined();
});

test("many words of little confidence may be upside down; few, or good ones, are not", () => {
  expect(isPerhapsUpsideDown(makeWords({ confidence: 45 }))).toBe(true);
  expect(isPerhapsUpsideDown(makeWords({ confidence: 45 }).slice(0, 9))).toBe(false);
  expect(isPerhapsUpsideDown(makeWords({ confidence: 80 }))).toBe(false);
});

test("the same words are worth more with more confidence", () => {
  expect(worthOf(makeWords({ confidence: 95 }))).toBeGreaterThan(worthOf(makeWords({ confidence: 45 })));
});

test("what was turned about the middle leads back to where it was", () => {
  const degrees = fc.double({ min: -180, max: 180, noNaN: true });
  const after = { width: 2600, height: 3300 };
  fc.assert(
    fc.property(degrees, fc.nat(2000), fc.nat(3000), (angle, x, y) => {
      const radians = (angle * Math.PI) / 180;
      const forward = compose([Math.cos(radians), Math.sin(radians), -Math.sin(radians), Math.cos(radians), after.width / 2, after.height / 2], [1, 0, 0, 1, -SIZE.width / 2, -SIZE.height / 2]);
      const [backX, backY] = place(backFromTurn(angle, { before: SIZE, after }), ...place(forward, x, y));
      expect(backX).toBeCloseTo(x, 6);
      expect(backY).toBeCloseTo(y, 6);
    }),
  );
});

test("a box on the page is the least upright one around the turned one", () => {
  const box: Box = { left: 0, top: 0, right: 10, bottom: 20 };
  expect(boxOnPage(box, [0, 1, -1, 0, 100, 0])).toEqual({ left: 80, top: 0, right: 100, bottom: 10 });
});
