import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binarise, otsuLevel } from "./binarise.ts";
import { localThresholds } from "./local-thresholds.ts";
import type { Picture } from "./picture.ts";

const SIDE = 60;

function makePicture(levelAt: (x: number, y: number) => number): Picture {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, place) => levelAt(place % SIDE, Math.floor(place / SIDE)));
  return { data, width: SIDE, height: SIDE, channels: 1, dpi: 100 };
}

const isInk = (x: number, y: number): boolean => x % 12 < 3 && y % 8 < 3;

describe("global", () => {
  test("the level lies between ink and paper", () => {
    expect(otsuLevel(Uint8Array.from({ length: 1000 }, (_, place) => (place % 10 === 0 ? 40 + (place % 7) : 200 + (place % 9))))).toSatisfy((level: number) => level >= 46 && level < 200);
  });

  test("ink becomes black and paper white", () => {
    const { data, isBilevel } = binarise(makePicture((x, y) => (isInk(x, y) ? 60 : 210)), "global");
    expect(isBilevel).toBe(true);
    expect(data).toEqual(makePicture((x, y) => (isInk(x, y) ? 0 : 255)).data);
  });
});

describe("local", () => {
  test("ink is found in a shadow that is darker than ink in the light", () => {
    const shaded = makePicture((x, y) => Math.round((isInk(x, y) ? 0.4 : 1) * (240 - 3 * x)));
    const wanted = makePicture((x, y) => (isInk(x, y) ? 0 : 255)).data;
    const wrong = (data: Uint8Array): number => data.filter((value, place) => value !== wanted[place]).length;
    expect(wrong(localThresholds(shaded))).toBe(0);
    expect(wrong(binarise(shaded, "global").data)).toBeGreaterThan(50);
  });

  test("sliding sums give what summing anew at each pixel gives", () => {
    const size = fc.integer({ min: 1, max: 24 });
    const pictures = fc.tuple(size, size).chain(([width, height]) => fc.uint8Array({ minLength: width * height, maxLength: width * height }).map((data) => ({ data, width, height, dpi: 50 })));
    fc.assert(fc.property(pictures, (picture) => void expect(localThresholds(picture)).toEqual(slowly(picture, 4))), { numRuns: 100 });
  });
});

/** By the formula, window by window. */
function slowly({ data, width }: { data: Uint8Array; width: number }, reach: number): Uint8Array {
  return Uint8Array.from(data, (value, place) => {
    const [x, y] = [place % width, Math.floor(place / width)];
    const around = Array.from(data).filter((_, other) => Math.abs((other % width) - x) <= reach && Math.abs(Math.floor(other / width) - y) <= reach);
    const mean = around.reduce((sum, each) => sum + each, 0) / around.length;
    const deviation = Math.sqrt(Math.max(0, around.reduce((sum, each) => sum + each * each, 0) / around.length - mean * mean));
    return value > mean * (1 + 0.3 * (deviation / 128 - 1)) ? 255 : 0;
  });
}
