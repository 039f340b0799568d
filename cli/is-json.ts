import type { Json } from "../contract/wire/outcome.ts";

/** Of what JSON.parse gives, everything. */
export function isJson(value: unknown): value is Json {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol" && typeof value !== "bigint";
}
