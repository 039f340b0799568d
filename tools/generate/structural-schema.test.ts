import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findUnbounded, findUndescribed } from "./find-unbounded.ts";
import { findStructuralFaults, NotStructuralError, toStructuralSchema } from "./structural-schema.ts";

function faultsOf(schema: z.ZodType): readonly string[] {
  try {
    toStructuralSchema(schema, "spec");
    return [];
  } catch (error) {
    if (error instanceof NotStructuralError) return error.faults;
    throw error;
  }
}

describe("toStructuralSchema", () => {
  it("keeps types, bounds, defaults, descriptions and extensions", () => {
    const schema = z.object({ a: z.array(z.int().min(1).max(5)).max(3).meta({ description: "A.", "x-kubernetes-list-type": "atomic" }).default([]) });
    expect(toStructuralSchema(schema)).toEqual({
      type: "object",
      properties: {
        a: { type: "array", items: { type: "integer", minimum: 1, maximum: 5 }, maxItems: 3, default: [], description: "A.", "x-kubernetes-list-type": "atomic" },
      },
    });
  });

  it.each<[string, z.ZodType, string]>([
    ["a union", z.object({ a: z.union([z.int(), z.string()]) }), "spec.a: must not use `anyOf`"],
    ["null", z.object({ a: z.string().nullable() }), "spec.a: must not use `nullable`"],
    ["a strict object", z.object({ a: z.strictObject({}) }), "spec.a{}: must be a schema, not false"],
    ["an open object", z.object({ a: z.looseObject({}) }), "spec.a{}: must have a type out of object, array, string, integer, boolean"],
    ["anything", z.object({ a: z.array(z.unknown()) }), "spec.a[]: must have a type out of object, array, string, integer, boolean"],
    ["a fraction", z.object({ a: z.number() }), "spec.a: must have a type out of object, array, string, integer, boolean"],
    ["a tuple", z.object({ a: z.tuple([z.string()]) }), "spec.a[]: must not use `anyOf`"],
    ["a shared definition", z.object({ a: z.string().meta({ id: "Shared" }) }), "spec.a: must not use `$ref`"],
    ["a lookahead", z.object({ a: z.string().regex(/^(?!x)/) }), "spec.a: must have a pattern that RE2 takes too: no lookaround, references or \\u"],
    ["an exclusive bound", z.object({ a: z.int().gt(0) }), "spec.a: must not use `exclusiveMinimum`"],
  ])("refuses %s, with its path", (_name, schema, fault) => {
    expect(faultsOf(schema)).toContain(fault);
  });

  it("names every fault at once", () => {
    expect(faultsOf(z.object({ a: z.string().nullable(), b: z.object({ c: z.number() }) }))).toHaveLength(2);
  });

  it("throws for what JSON Schema cannot say at all", () => {
    expect(() => toStructuralSchema(z.object({ a: z.date() }))).toThrow();
  });

  it("does not take a type beside int-or-string", () => {
    expect(findStructuralFaults({ type: "string", "x-kubernetes-int-or-string": true })).toHaveLength(1);
  });
});

describe("bounds", () => {
  it("are missed on texts, numbers, lists and maps", () => {
    const schema = { type: "object", properties: { a: { type: "string" }, b: { type: "integer", minimum: 0 }, c: { type: "array", items: { type: "boolean" } }, d: { type: "object", additionalProperties: { type: "string", maxLength: 3 } } } };
    expect(findUnbounded(schema)).toEqual([
      "a: must have maxLength",
      "b: must have maximum",
      "c: must have maxItems",
      "c: must have x-kubernetes-list-type",
      "d: must have maxProperties",
    ]);
  });

  it("are not asked of a closed list of words", () => {
    expect(findUnbounded({ type: "string", enum: ["a"] })).toEqual([]);
  });

  it("go with a description of each field", () => {
    expect(findUndescribed({ type: "object", properties: { a: { type: "object", properties: { b: { type: "boolean" } }, description: "A." } } })).toEqual(["a.b: must have a description"]);
  });
});
