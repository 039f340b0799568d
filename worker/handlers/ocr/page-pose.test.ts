import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Box, boxOnPage, compose, IDENTITY, type LayoutWord, type Matrix, place } from "./page-layout.ts";
import { backFromTurn, isPerhapsUpsideDown, standUp, worthOf } from "./page-pose.ts";

const SIZE = { width: 2000, height: 3000 };

/** A page of lines of words, as wide as their letters. */
function makeWords(): LayoutWord[] {
  return Array.from({ length: 20 }, (_, line) =>
    Array.from({ length: 8 }, (__, word) => {
      const left = 200 + word * 200;
      const top = 400 + line * 60;
      return { block: 1, paragraph: 1, line: line + 1, text: "Invoice", confidence: 95, box: { left, top, right: left + 150, bottom: top + 30 } };
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

test("many words of little confidence may be upside down; few, or good ones, are not", () => {
  const text = Array.from({ length: 10 }, () => "Invoice").join(" ");
  expect(isPerhapsUpsideDown({ text, confidence: 45 })).toBe(true);
  expect(isPerhapsUpsideDown({ text: text.slice(8), confidence: 45 })).toBe(false);
  expect(isPerhapsUpsideDown({ text, confidence: 80 })).toBe(false);
});

test("the same words are worth more with more confidence, and rubbish nothing", () => {
  const text = "Invoice 17";
  expect(worthOf({ text, confidence: 95 })).toBeGreaterThan(worthOf({ text, confidence: 45 }));
  expect(worthOf({ text, confidence: 20 })).toBe(0);
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
