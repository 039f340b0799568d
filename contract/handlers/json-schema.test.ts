import { expect, test } from "vitest";
import { findSchemaProblem } from "./json-schema.ts";

const told = (schema: unknown): string | undefined => {
  const problem = findSchemaProblem(schema);
  return problem === undefined ? undefined : `${problem.path.join(".")}: ${problem.message}`;
};

test("a schema with keywords of every kind can be used", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: ["object", "null"],
    required: ["a"],
    properties: { a: { $ref: "#/$defs/x~1y" }, properties: true, type: { const: 1 } },
    patternProperties: { "^x": { enum: [1, "two", null] } },
    additionalProperties: false,
    $defs: { "x/y": { type: "string", format: "date", pattern: "^\\d", minLength: 1 } },
    allOf: [{ if: { minProperties: 1 }, else: { not: { maxProperties: 0 } } }],
    dependentRequired: { a: ["b"] },
  };
  expect(told(schema)).toBeUndefined();
});

test.each([
  ["a misspelt keyword", { propertys: {} }, "propertys: is no keyword of JSON Schema; did you mean `properties`?"],
  ["an unknown type", { properties: { a: { type: "text" } } }, "properties.a.type: must be of array"],
  ["a pattern that is none", { items: { pattern: "(" } }, "items.pattern: must be a regular expression"],
  ["a reference that leads nowhere", { $ref: "#/$defs/a" }, "$ref: must point into the schema itself"],
  ["a reference to the network", { $ref: "https://example.com/schema" }, "$ref: must point into the schema itself"],
  ["a format that nobody checks", { format: "colour" }, "format: must be one of date"],
  ["a negative length", { minLength: -1 }, "minLength: must be a whole number"],
  ["names twice", { required: ["a", "a"] }, "required: must be a list of different names"],
  ["another draft", { $schema: "http://json-schema.org/draft-07/schema#" }, "$schema: must be https://json-schema.org/draft/2020-12/schema"],
  ["a place in a list", { anyOf: [{}, { type: 3 }] }, "anyOf.1.type: must be of"],
])("%s is told with its place", (_, schema, want) => {
  expect(told(schema)).toContain(want);
});

test("a schema that nests without end is refused before the stack ends", () => {
  const deep: unknown = JSON.parse(`${'{"not":'.repeat(500)}{}${"}".repeat(500)}`);
  expect(told(deep)).toContain("must not nest deeper than 32");
});
