import { expect, test } from "vitest";
import type { Picture } from "./picture.ts";
import { stretchLevels } from "./stretch-levels.ts";

function makePicture(levels: readonly number[], channels: 1 | 3 = 1): Picture {
  return { data: Uint8Array.from({ length: 30 * 30 * channels }, (_, place) => levels[place % levels.length] ?? 0), width: 30, height: 30, channels, dpi: 200 };
}

test("the darkest becomes black, the lightest white, and what is between stays between", async () => {
  const { data, dpi } = await stretchLevels(makePicture([100, 150, 200]));
  expect(Array.from(data.subarray(0, 3))).toEqual([0, 128, 255]);
  expect(dpi).toBe(200);
});

test("a few specks do not hold the levels back", async () => {
  const picture = makePicture([100, 200]);
  picture.data.set([0, 255, 0, 255]);
  expect(Array.from((await stretchLevels(picture)).data.subarray(4, 6))).toEqual([0, 255]);
});

test("an almost even picture is left alone", async () => {
  const picture = makePicture([200, 205, 210]);
  expect(await stretchLevels(picture)).toBe(picture);
});

test("colours are stretched alike", async () => {
  const { data } = await stretchLevels(makePicture([60, 60, 60, 180, 180, 180, 140, 120, 100], 3));
  expect(Array.from(data.subarray(0, 6))).toEqual([0, 0, 0, 255, 255, 255]);
  expect(data[6]).toBeGreaterThan(data[8] ?? 255);
});
