/** A stage's options: open here, judged by the schema of the handler that they are for. */
import { z } from "zod";
import { MAX_OPTIONS_BYTES } from "../handlers/max-options-bytes.ts";
import type { Json } from "../wire/outcome.ts";

const MAX_OPTIONS_DEPTH = 16;

export type HandlerOptions = Readonly<Record<string, Json>>;

/** CEL cannot see fields that no schema names, so the size is judged in local mode and by the operator, not by the API server. */
export const handlerOptions = z
  .unknown()
  .refine(isOpenObject, { error: `must be an object of JSON values, at most ${MAX_OPTIONS_DEPTH} levels deep`, abort: true })
  .refine(fitsLimit, { error: `must be at most ${MAX_OPTIONS_BYTES} bytes as JSON` })
  .meta({
    type: "object",
    "x-kubernetes-preserve-unknown-fields": true,
    description: "Options of the pool's handler for this stage, at most 4 KiB as JSON. Each handler documents its own.",
  })
  .transform((value) => value as HandlerOptions);

function isOpenObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isJson(value, { depth: 0, left: MAX_OPTIONS_BYTES });
}

/**
 * `left` counts down over the whole value: more values than bytes cannot fit, and anchors let a small YAML file unfold into
 * very many.
 */
function isJson(value: unknown, place: { depth: number; left: number }): boolean {
  if (place.left-- <= 0) return false;
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || place.depth >= MAX_OPTIONS_DEPTH || value instanceof Date) return false;
  place.depth++;
  const isWhole = Object.values(value).every((inner) => isJson(inner, place));
  place.depth--;
  return isWhole;
}

function fitsLimit(value: unknown): boolean {
  return new TextEncoder().encode(JSON.stringify(value)).length <= MAX_OPTIONS_BYTES;
}
