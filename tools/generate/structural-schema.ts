/**
 * Turns a zod schema into the structural schema that a CRD takes, or refuses it. Rewriting what does not fit would hide
 * from its author that the API server judges something else than local mode does.
 */
import { z } from "zod";

/** A node of a structural schema: only what `ALLOWED` names. */
export interface StructuralSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

export class NotStructuralError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`not a structural schema:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "NotStructuralError";
    this.faults = faults;
  }
}

/** Throws NotStructuralError, with the path of every fault below `path`. */
export function toStructuralSchema(schema: z.ZodType, path = ""): StructuralSchema {
  const json: unknown = z.toJSONSchema(schema, { target: "openapi-3.0", io: "input", unrepresentable: "throw" });
  const faults = findStructuralFaults(json, path);
  if (faults.length > 0) throw new NotStructuralError(faults);
  return json as StructuralSchema;
}

const TYPES = ["object", "array", "string", "integer", "boolean"];
const KEYWORDS = "type description properties required items additionalProperties enum default format pattern";
const BOUNDS = "minimum maximum minLength maxLength minItems maxItems maxProperties";
const EXTENSIONS = ["validations", "list-type", "list-map-keys", "preserve-unknown-fields", "int-or-string"].map((name) => `x-kubernetes-${name}`);
const ALLOWED = new Set([...KEYWORDS.split(" "), ...BOUNDS.split(" "), ...EXTENSIONS]);

/** One line for each thing that is not structural: "spec.source: must not use `anyOf`". */
export function findStructuralFaults(node: unknown, path = ""): readonly string[] {
  if (!isNode(node)) return [`${path || "(root)"}: must be a schema, not ${JSON.stringify(node)}`];
  const own = faultsOfNode(node).map((fault) => `${path || "(root)"}: ${fault}`);
  return [...own, ...childrenOf(node).flatMap(([step, child]) => findStructuralFaults(child, joinPath(path, step)))];
}

/** The schemas right below a node, with what they add to the path. */
export function childrenOf(node: object): readonly (readonly [string, unknown])[] {
  const { properties, items, additionalProperties } = node as { properties?: object; items?: unknown; additionalProperties?: unknown };
  return [
    ...Object.entries(properties ?? {}),
    ...(items === undefined ? [] : [["[]", items] as const]),
    ...(additionalProperties === undefined ? [] : [["{}", additionalProperties] as const]),
  ];
}

export function joinPath(path: string, step: string): string {
  return path === "" || step === "[]" || step === "{}" ? `${path}${step}` : `${path}.${step}`;
}

type Node = Readonly<Record<string, unknown>>;

function faultsOfNode(node: Node): readonly string[] {
  const strange = Object.keys(node).filter((key) => !ALLOWED.has(key));
  return [
    ...strange.map((key) => `must not use \`${key}\``),
    ...faultsOfType(node),
    ...faultsOfPattern(node["pattern"]),
    ...(node["properties"] !== undefined && node["additionalProperties"] !== undefined ? ["must not have both fields and free names"] : []),
    ...(node["type"] === "array" && node["items"] === undefined ? ["must say what its items are"] : []),
  ];
}

function faultsOfType(node: Node): readonly string[] {
  const isIntOrString = node["x-kubernetes-int-or-string"] === true;
  if (isIntOrString) return node["type"] === undefined ? [] : ["must not have a type beside `x-kubernetes-int-or-string`"];
  return TYPES.some((type) => type === node["type"]) ? [] : [`must have a type out of ${TYPES.join(", ")}`];
}

/** Go's regular expressions have no lookaround and no references. */
function faultsOfPattern(pattern: unknown): readonly string[] {
  if (pattern === undefined) return [];
  return typeof pattern === "string" && !/\(\?[=!<]|\\[1-9]|\\[uk]/.test(pattern) ? [] : ["must have a pattern that RE2 takes too: no lookaround, references or \\u"];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
