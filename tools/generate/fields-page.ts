/** The reference page of every field of both resources. */
import { buildSchema, GENERATED } from "./crd.ts";
import type { CustomResource } from "./custom-resource.ts";
import { tableRow } from "./table-row.ts";
import { childrenOf, joinPath, type StructuralSchema } from "./structural-schema.ts";

export function writeFieldsPage(resources: readonly CustomResource[]): string {
  const parts = resources.map(writeResource);
  return [`<!-- ${GENERATED} -->`, "# Fields", "", INTRODUCTION, "", ...parts].join("\n");
}

const INTRODUCTION = [
  "Every field of the two resources, with what it may hold. `[]` stands for each entry of a list.",
  "A field without a default that is not required may be left out; what that means stands in its description.",
].join("\n");

function writeResource(resource: CustomResource): string {
  const schema = buildSchema(resource);
  const { spec, status } = schema.properties ?? {};
  const rules = rowsOfRules(schema, "");
  return [
    `## ${resource.kind}`,
    "",
    `${schema.description ?? ""} Short name \`${resource.shortName}\`, category \`ream\`.`,
    "",
    "### Spec",
    "",
    ...table(spec, "spec"),
    "",
    "### Rules",
    "",
    tableRow(["Field", "Rule"]),
    tableRow(["---", "---"]),
    ...rules,
    "",
    "### Status",
    "",
    ...table(status, "status"),
    "",
  ].join("\n");
}

function table(schema: StructuralSchema | undefined, path: string): readonly string[] {
  return [tableRow(["Field", "Type", "Default", "Bounds", "Description"]), tableRow(["---", "---", "---", "---", "---"]), ...rowsOfFields(schema ?? {}, path)];
}

function rowsOfFields(schema: StructuralSchema, path: string): readonly string[] {
  return childrenOf(schema).flatMap(([step, child]) => {
    const below = child as StructuralSchema;
    const at = joinPath(path, step);
    const isField = step !== "[]" && step !== "{}";
    const own = isField ? [rowOfField(below, at, schema.required?.includes(step) ?? false)] : [];
    return [...own, ...rowsOfFields(below, at)];
  });
}

function rowOfField(schema: StructuralSchema, path: string, isRequired: boolean): string {
  const fallback = schema.default === undefined ? (isRequired ? "required" : "") : `\`${JSON.stringify(schema.default)}\``;
  return tableRow([`\`${path}\``, typeWord(schema), fallback, bounds(schema), schema.description ?? ""]);
}

function typeWord(schema: StructuralSchema): string {
  if (schema["x-kubernetes-int-or-string"] === true) return "quantity";
  if (schema.enum !== undefined) return "one of";
  if (schema.format === "date-time") return "time";
  if (schema.type === "array") return "list";
  if (schema.additionalProperties !== undefined) return "map";
  return schema.type ?? "";
}

function bounds(schema: StructuralSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (schema.type === "integer") return `${schema.minimum} to ${schema.maximum}`;
  if (schema.type === "array") return `${range(schema.minItems, schema.maxItems)} entries${boundsOfEach(schema.items)}`;
  if (schema.maxProperties !== undefined) return `at most ${schema.maxProperties} entries${boundsOfEach(schema.additionalProperties)}`;
  return schema.maxLength === undefined || schema.format !== undefined ? "" : `${range(schema.minLength, schema.maxLength)} characters`;
}

/** Entries without fields have no row of their own. */
function boundsOfEach(entry: StructuralSchema | undefined): string {
  const each = entry === undefined ? "" : bounds(entry);
  return each === "" ? "" : `, each ${each}`;
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  return minimum === undefined || minimum === 0 ? `at most ${maximum}` : `${minimum} to ${maximum}`;
}

function rowsOfRules(schema: StructuralSchema, path: string): readonly string[] {
  const rules = schema["x-kubernetes-validations"];
  const own = Array.isArray(rules) ? rules.map((rule: { message: string; fieldPath?: string }) => tableRow([`\`${path || "metadata.name"}${rule.fieldPath ?? ""}\``, rule.message])) : [];
  return [...own, ...childrenOf(schema).flatMap(([step, child]) => rowsOfRules(child as StructuralSchema, joinPath(path, step)))];
}
