import { expect, test } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 10, 0, 0);

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["99999999", 3_600_000],
  ["Sun, 22 Nov 2026 10:00:30 GMT", 30_000],
  ["Sunday, 22-Nov-26 10:00:30 GMT", 30_000],
  ["Sun Nov 22 10:00:30 2026", 30_000],
  ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
  ["Sun, 22 Nov 2099 10:00:00 GMT", 3_600_000],
])("%s is a time to wait", (header, want) => {
  expect(parseRetryAfter(header, NOW_MS)).toBe(want);
});

test.each([undefined, "", "soon", "-5", "1.5", "1e9", "Sun, 99 Nov"])("%s says nothing", (header) => {
  expect(parseRetryAfter(header, NOW_MS)).toBeUndefined();
});
