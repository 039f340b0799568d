import { expect, test } from "vitest";
import { judgeOptions } from "./handler-options.ts";

test("absent options ask for integrity alone, and reject", () => {
  expect(judgeOptions("validation", undefined)).toEqual({ ok: true, options: { onFailure: "reject", integrity: true } });
});

test.each([
  ["a type that is a suffix", { types: ["pdf"] }, "types[0]: must be a media type"],
  ["bounds that bound nothing", { pages: {} }, "pages: must give at least one of min, max"],
  ["a lower bound above the upper one", { size: { minBytes: 5, maxBytes: 1 } }, "size: must not have a lower bound above its upper one"],
  ["a pattern that is none", { text: [{ name: "a", pattern: "(" }] }, "text[0].pattern: must be a regular expression"],
  ["a field twice", { text: [{ name: "a", pattern: "x" }, { name: "a", pattern: "y" }] }, "text: must not name a field twice"],
  ["a confidence over 100", { confidence: { min: 900 } }, "confidence.min: "],
  ["a confidence of nothing", { confidence: { stage: "text" } }, "confidence: must give at least one of min, minPage"],
  ["a schema with a slip", { jsonSchema: { schema: { typ: "object" } } }, "jsonSchema.schema.typ: is no keyword of JSON Schema; did you mean `type`?"],
  ["a misspelt check", { page: { max: 3 } }, "page: unknown option; did you mean `pages`?"],
])("%s is refused with its place", (_, options, want) => {
  const judged = judgeOptions("validation", options);
  expect(judged.ok ? [] : judged.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([expect.stringContaining(want)]);
});
