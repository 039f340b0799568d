/** Says in words what a schema takes: "a whole number between 1 and 100". */
import { z } from "zod";
import { innermost } from "./schema-tree.ts";

type Node = Readonly<z.core.JSONSchema.BaseSchema>;

const WORDS: Readonly<Record<string, (node: Node) => string>> = {
  integer: (node) => `a whole number between ${node.minimum} and ${node.maximum}`,
  boolean: () => "true or false",
  string: textWords,
  array: (node) => `a list of ${range(node.minItems ?? 0, node.maxItems)} entries`,
  object: objectWords,
};

/** What a value must be, to stand behind "must be". */
export function expectation(schema: z.core.$ZodType): string {
  const node = toNode(schema);
  if (node.enum !== undefined) return node.enum.length === 1 ? String(node.enum[0]) : `one of ${node.enum.join(", ")}`;
  return WORDS[String(node.type)]?.(node) ?? "a valid value";
}

/** "must be …" for a value that is there and does not do; says so when only its quotes are wrong. */
export function complaint(schema: z.core.$ZodType, value: unknown): string {
  const { type } = toNode(schema);
  if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return `must be text: write it in quotes, "${value}"`;
  const isBareWord = typeof value === "string" && BARE_WORDS[String(type)]?.test(value) === true;
  return `must be ${expectation(schema)}${isBareWord ? ", written without quotes" : ""}`;
}

/** "must be given", with what to give where that is short. */
export function absence(schema: z.core.$ZodType): string {
  return toNode(schema).type === "object" ? "must be given" : `must be given: ${expectation(schema)}`;
}

const BARE_WORDS: Readonly<Record<string, RegExp>> = { integer: /^-?[0-9]+$/, boolean: /^(true|false)$/ };

function toNode(schema: z.core.$ZodType): Node {
  return z.toJSONSchema(innermost(schema), { target: "openapi-3.0", io: "input", unrepresentable: "any" });
}

function textWords(node: Node): string {
  return `text of ${range(node.minLength ?? 0, node.maxLength)} characters`;
}

function objectWords(node: Node): string {
  const names = Object.keys(node.properties ?? {});
  return names.length === 0 ? "a map of names to values" : `an object with fields: ${names.join(", ")}`;
}

function range(minimum: number, maximum: number | undefined): string {
  return minimum === 0 ? `at most ${maximum}` : `${minimum} to ${maximum}`;
}
