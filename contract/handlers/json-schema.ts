/**
 * Judges a JSON Schema (draft 2020-12) that a job brings, so that a mistake in it is told when the job is accepted and not by
 * every document. Stricter than the standard: a keyword that nobody knows is a misspelt one.
 */
import { suggestName } from "./suggest-name.ts";

export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Judge = (value: unknown, place: Place) => SchemaProblem | undefined;

interface Place {
  readonly path: readonly (string | number)[];
  readonly root: unknown;
}

const DRAFT = "https://json-schema.org/draft/2020-12/schema";
const MAX_DEPTH = 32;
const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];
const FORMATS = ["date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "regex", "time", "uri", "uri-reference", "uuid"] as const;

/** The first one; undefined for a schema that can be used. */
export function findSchemaProblem(schema: unknown, place: Place = { path: [], root: schema }): SchemaProblem | undefined {
  if (typeof schema === "boolean" && place.path.length > 0) return undefined;
  if (!isObject(schema)) return { path: place.path, message: "must be a JSON Schema: an object" };
  if (place.path.length > MAX_DEPTH) return { path: place.path, message: `must not nest deeper than ${MAX_DEPTH}` };
  return firstOf(Object.entries(schema), ([keyword, value]) => judgeKeyword(keyword, value, { ...place, path: [...place.path, keyword] }));
}

function judgeKeyword(keyword: string, value: unknown, place: Place): SchemaProblem | undefined {
  const judge = KEYWORDS.get(keyword);
  if (judge !== undefined) return judge(value, place);
  const meant = suggestName(keyword, [...KEYWORDS.keys()]);
  return { path: place.path, message: meant === undefined ? "is no keyword of JSON Schema that is known here" : `is no keyword of JSON Schema; did you mean \`${meant}\`?` };
}

const demand =
  (isRight: (value: unknown) => boolean, message: string): Judge =>
  (value, { path }) =>
    isRight(value) ? undefined : { path, message };

const anything: Judge = () => undefined;
const text = demand((value) => typeof value === "string", "must be a string");
const flag = demand((value) => typeof value === "boolean", "must be true or false");
const number = demand((value) => typeof value === "number", "must be a number");
const count = demand((value) => Number.isSafeInteger(value) && Number(value) >= 0, "must be a whole number, 0 or more");
const positive = demand((value) => typeof value === "number" && value > 0, "must be a number above 0");
const pattern = demand((value) => typeof value === "string" && isPattern(value), "must be a regular expression");
const names = demand(isNames, "must be a list of different names");
const format = demand((value) => FORMATS.some((known) => known === value), `must be one of ${FORMATS.join(", ")}`);
const types = demand((value) => (Array.isArray(value) && value.length > 0 ? value : [value]).every((type: unknown) => TYPES.some((known) => known === type)), `must be of ${TYPES.join(", ")}`);
const values = demand((value) => Array.isArray(value) && value.length > 0, "must be a list of values");
const schemas: Judge = (value, place) => {
  if (!Array.isArray(value) || value.length === 0) return { path: place.path, message: "must be a list of schemas" };
  return firstOf([...value.entries()], ([index, each]) => findSchemaProblem(each, { ...place, path: [...place.path, index] }));
};
const mapOf =
  (judge: Judge): Judge =>
  (value, place) => {
    if (!isObject(value)) return { path: place.path, message: "must be an object" };
    return firstOf(Object.entries(value), ([name, each]) => judge(each, { ...place, path: [...place.path, name] }));
  };
const patternMap: Judge = (value, place) => {
  const wrong = isObject(value) ? Object.keys(value).find((name) => !isPattern(name)) : undefined;
  return wrong === undefined ? mapOf(findSchemaProblem)(value, place) : { path: [...place.path, wrong], message: "must be a regular expression" };
};
const reference: Judge = (value, { path, root }) => (typeof value === "string" && isFound(value, root) ? undefined : { path, message: "must point into the schema itself, as `#/$defs/name` does" });

const each = (judge: Judge, keywords: string): [string, Judge][] => keywords.split(" ").map((keyword) => [keyword, judge]);

const KEYWORDS: ReadonlyMap<string, Judge> = new Map([
  ...each(demand((value) => value === DRAFT, `must be ${DRAFT}`), "$schema"),
  ...each(text, "$comment title description"),
  ...each(anything, "default examples const"),
  ...each(flag, "deprecated readOnly writeOnly uniqueItems"),
  ...each(count, "minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties"),
  ...each(number, "minimum maximum exclusiveMinimum exclusiveMaximum"),
  ...each(positive, "multipleOf"),
  ...each(types, "type"),
  ...each(values, "enum"),
  ...each(format, "format"),
  ...each(pattern, "pattern"),
  ...each(reference, "$ref"),
  ...each(schemas, "allOf anyOf oneOf prefixItems"),
  ...each(findSchemaProblem, "not if then else items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties"),
  ...each(mapOf(findSchemaProblem), "$defs properties dependentSchemas"),
  ...each(patternMap, "patternProperties"),
  ...each(names, "required"),
  ...each(mapOf(names), "dependentRequired"),
]);

function firstOf<T>(items: readonly T[], judge: (item: T) => SchemaProblem | undefined): SchemaProblem | undefined {
  for (const item of items) {
    const problem = judge(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === "string") && new Set(value).size === value.length;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function isFound(pointer: string, root: unknown): boolean {
  if (pointer === "#") return true;
  if (!pointer.startsWith("#/")) return false;
  const steps = pointer.slice(2).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const found = steps.reduce<unknown>((value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined), root);
  return isObject(found) || typeof found === "boolean";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
