import fc from "fast-check";
import { expect, test } from "vitest";
import { fitToReading, scaleFor } from "./fit-to-reading.ts";

test("no picture is made larger, and none smaller than a half", () => {
  fc.assert(
    fc.property(fc.option(fc.double({ min: 1, max: 300, noNaN: true }), { nil: undefined }), (textPixels) => {
      expect(scaleFor(textPixels)).toBeGreaterThanOrEqual(0.5);
      expect(scaleFor(textPixels)).toBeLessThanOrEqual(1);
    }),
  );
});

test("the larger the text, the smaller the picture", () => {
  const textPixels = fc.double({ min: 1, max: 300, noNaN: true });
  fc.assert(
    fc.property(textPixels, textPixels, (one, other) => {
      expect(scaleFor(Math.max(one, other))).toBeLessThanOrEqual(scaleFor(Math.min(one, other)));
    }),
  );
});

test.each([
  ["11 points at 300 dpi", 22, 0.55],
  ["11 points at 200 dpi", 15, 0.8],
  ["11 points at 150 dpi", 11, 1],
  ["nothing that looks like letters", undefined, 1],
])("%s", (_, textPixels, scale) => {
  expect(scaleFor(textPixels)).toBeCloseTo(scale, 1);
});

test("a picture without letters stays as it is", async () => {
  const page = { data: new Uint8Array(6).fill(255), width: 3, height: 2, dpi: 300 };
  expect(await fitToReading(page)).toEqual({ picture: page, scale: 1 });
});
