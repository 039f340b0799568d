import { expect, test } from "vitest";
import { TIMED_OUT, withTimeLimit } from "./with-time-limit.ts";

test("gives what the computation gives", () => {
  expect(withTimeLimit(() => [1, 2], 1000)).toEqual([1, 2]);
  expect(withTimeLimit(() => undefined, 1000)).toBeUndefined();
});

test("passes on what it throws", () => {
  expect(() => withTimeLimit(() => JSON.parse("{"), 1000)).toThrow(SyntaxError);
});

test("ends a pattern that would run for ever, and an endless loop, and goes on afterwards", () => {
  const startMs = performance.now();
  expect(withTimeLimit(() => /^(a+)+$/.test(`${"a".repeat(60)}b`), 50)).toBe(TIMED_OUT);
  expect(
    withTimeLimit(() => {
      for (;;);
    }, 50),
  ).toBe(TIMED_OUT);
  expect(withTimeLimit(() => "well", 50)).toBe("well");
  expect(performance.now() - startMs).toBeLessThan(2000);
});

test("no time left is a millisecond", () => {
  expect(withTimeLimit(() => 1, -5)).toBe(1);
});
