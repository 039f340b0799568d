import { expect, test } from "vitest";
import { suggestName } from "./suggest-name.ts";

test.each([
  ["a letter too many", "languagess", "languages"],
  ["letters swapped", "langauges", "languages"],
  ["another case", "Languages", "languages"],
  ["a short name with one wrong letter", "dpy", "dpi"],
])("%s finds what was meant", (_, wrong, meant) => {
  expect(suggestName(wrong, ["dpi", "languages", "engine"])).toBe(meant);
});

test("a name like no other finds nothing", () => {
  expect(suggestName("colour", ["dpi", "languages", "engine"])).toBeUndefined();
});

test("a very long name is not compared", () => {
  expect(suggestName("a".repeat(100_000), ["a".repeat(99_999)])).toBeUndefined();
});
