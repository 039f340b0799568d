import { expect, test } from "vitest";
import { chooseScale } from "./choose-scale.ts";

const A4_AT_600 = { width: 4960, height: 7016, dpi: 600 };

test.each([
  ["more than the most is made smaller", A4_AT_600, { maxDpi: 300 }, 0.5],
  ["what is near the most is left alone", { ...A4_AT_600, dpi: 305 }, { maxDpi: 300 }, 1],
  ["less than the target is made larger", { width: 1240, height: 1754, dpi: 150 }, { maxDpi: 300, targetDpi: 300 }, 2],
  ["less than the target, without one, is left alone", { width: 1240, height: 1754, dpi: 150 }, { maxDpi: 300 }, 1],
  ["an unknown resolution is left alone", { width: 4960, height: 7016 }, { maxDpi: 300, targetDpi: 300 }, 1],
  ["a stamp-sized page at a resolution that cannot be right is left alone", { width: 1240, height: 1754, dpi: 1200 }, { maxDpi: 300 }, 1],
])("%s", (_, size, options, want) => {
  expect(chooseScale(size, options)).toBeCloseTo(want, 5);
});
