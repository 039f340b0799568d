import { expect, test } from "vitest";
import { displayWidth, fitWidth } from "./display-width.ts";
import { formatCount, formatDuration, formatRate } from "./format-quantity.ts";
import { shortenMiddle, toPrintable } from "./printable.ts";

test.each([
  [0, "0 ms"],
  [-5, "0 ms"],
  [999.4, "999 ms"],
  [9_990, "9.9 s"],
  [12_400, "12 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [200_000, "3 min 20 s"],
  [7_500_000, "2 h 5 min"],
  [349_200_000, "4 d 1 h"],
])("%d ms read as %s", (ms, want) => {
  expect(formatDuration(ms)).toBe(want);
});

test.each([
  [720_000, "200/s"],
  [36_000, "10.0/s"],
  [1800, "30.0/min"],
  [12, "12.0/h"],
])("%d documents an hour read as %s", (perHour, want) => {
  expect(formatRate(perHour)).toBe(want);
});

test("large counts have their thousands apart", () => {
  expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(["0", "999", "1,000", "1,234,567"]);
});

test("text from outside cannot steer the terminal, hide, or turn around", () => {
  expect(toPrintable("a\u001b[31mb\u202ec\u0000d\te\r\nf\u200b", 80)).toBe("a\u{fffd}[31mb\u{fffd}c\u{fffd}d e f\u{fffd}");
  expect(toPrintable("x".repeat(1_000_000), 10)).toBe(`${"x".repeat(9)}…`);
});

test("a path is cut in its middle, never in a character", () => {
  expect(shortenMiddle("2024/january/scan.pdf", 11)).toBe("2024/…n.pdf");
  expect(shortenMiddle("😀😀😀😀", 3)).toBe("😀…😀");
  expect(shortenMiddle("short", 5)).toBe("short");
});

test("wide characters take two columns, combining ones none", () => {
  expect(displayWidth("文字ab")).toBe(6);
  expect(displayWidth("e\u0301")).toBe(1);
  expect(fitWidth("文字", 3)).toBe("文");
});
