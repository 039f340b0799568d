import { expect, test } from "vitest";
import { isBlank } from "./is-blank.ts";

function page(paint: (at: number) => number): Uint8Array {
  return Uint8Array.from({ length: 400_000 }, (_, at) => paint(at));
}

test.each([
  ["white paper", page(() => 255), true],
  ["paper with a grain", page((at) => 248 + ((at * 7919) % 11) - 5), true],
  ["a few specks of dust", page((at) => (at % 150_000 === 0 ? 30 : 250)), true],
  ["one small word", page((at) => (at < 200 ? 40 : 250)), false],
  ["faint print", page((at) => (at % 50 === 0 ? 205 : 250)), false],
  ["white letters on black", page((at) => (at % 50 === 0 ? 255 : 0)), false],
  ["all black", page(() => 0), false],
])("%s", (_, pixels, want) => {
  expect(isBlank(pixels)).toBe(want);
});
