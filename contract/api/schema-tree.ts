/** Finds one's way in a zod schema by the fields of a value. */
import { z } from "zod";

/** The schema behind optional, default and transform: what a user's own value is held to. */
export function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return innermost(schema.unwrap());
  return schema instanceof z.ZodPipe ? innermost(schema.in) : schema;
}

/** The schema of one field, list item or map entry; undefined when there is none. */
export function schemaAt(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  const inner = innermost(schema);
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodObject && typeof step === "string" && Object.hasOwn(inner.shape, step)) return inner.shape[step];
  return undefined;
}

/** Names of an object's fields; undefined when the schema is no object with fields. */
export function fieldNames(schema: z.core.$ZodType): readonly string[] | undefined {
  const inner = innermost(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : undefined;
}
