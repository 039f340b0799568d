import { expect, test } from "vitest";
import { parseJsonPath } from "./json-path.ts";

test.each([
  ["", []],
  ["label", ["label"]],
  ["choices[0].message.content", ["choices", 0, "message", "content"]],
  ["[3][0]", [3, 0]],
  ['earlier["my stage"].pages', ["earlier", "my stage", "pages"]],
  ["größe.data-url", ["größe", "data-url"]],
])("%s is a path", (text, want) => {
  expect(parseJsonPath(text)).toEqual(want);
});

test.each([".a", "a..b", "a.", "a[", "a[x]", "a[-1]", "a b", "a[0]b", 'a[""]', "a[0].", "{{a}}", "x".repeat(201)])("%s is no path", (text) => {
  expect(parseJsonPath(text)).toBeUndefined();
});
