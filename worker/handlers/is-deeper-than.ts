import type { Json } from "../../contract/wire/outcome.ts";

/** Whoever walks through a result later does so on the stack. */
export const MAX_RESULT_DEPTH = 64;

export function isDeeperThan(value: Json, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
}
