/** Finds what an earlier stage has said. */
import type { Json } from "../../../contract/wire/outcome.ts";

type JsonObject = Readonly<Record<string, unknown>>;

export interface Found<T> {
  readonly stage: string;
  readonly value: T;
}

/** Of the stage that is named, or else the last one that says it. */
export function findEarlier<T>(earlier: Readonly<Record<string, Json>>, stage: string | undefined, read: (result: JsonObject) => T | undefined): Found<T> | undefined {
  const entries = Object.entries(earlier).filter(([name]) => stage === undefined || name === stage);
  const found = entries.flatMap(([name, result]) => {
    const value = isObject(result) ? read(result) : undefined;
    return value === undefined ? [] : [{ stage: name, value }];
  });
  return found.at(-1);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
