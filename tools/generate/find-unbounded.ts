/** Every value of a resource is bounded and described: what an attacker or a slip may store has a largest size. */
import { childrenOf, joinPath, type StructuralSchema } from "./structural-schema.ts";

/** One line for each field without a bound, a description, or a list type. */
export function findUnbounded(schema: StructuralSchema, path = ""): readonly string[] {
  const own = missing(schema).map((bound) => `${path || "(root)"}: must have ${bound}`);
  return [...own, ...childrenOf(schema).flatMap(([step, child]) => findUnbounded(child as StructuralSchema, joinPath(path, step)))];
}

/** Names of a map's entries need no words of their own, and neither do the items of a list. */
export function findUndescribed(schema: StructuralSchema, path = ""): readonly string[] {
  return childrenOf(schema).flatMap(([step, child]) => {
    const below = child as StructuralSchema;
    const isField = step !== "[]" && step !== "{}";
    const own = isField && !below.description ? [`${joinPath(path, step)}: must have a description`] : [];
    return [...own, ...findUndescribed(below, joinPath(path, step))];
  });
}

function missing(schema: StructuralSchema): readonly string[] {
  if (schema["x-kubernetes-int-or-string"] === true) return absent(schema, ["minimum", "maximum", "maxLength", "pattern"]);
  if (schema.enum !== undefined) return [];
  if (schema.type === "string") return absent(schema, ["maxLength"]);
  if (schema.type === "integer") return absent(schema, ["minimum", "maximum"]);
  if (schema.type === "array") return absent(schema, ["maxItems", "x-kubernetes-list-type"]);
  return schema.additionalProperties === undefined ? [] : absent(schema, ["maxProperties"]);
}

function absent(schema: StructuralSchema, keys: readonly (keyof StructuralSchema)[]): readonly string[] {
  return keys.filter((key) => schema[key] === undefined).map(String);
}
