import type { JsonPath } from "../../../contract/handlers/json-path.ts";
import type { Json } from "../../../contract/wire/outcome.ts";

/** What stands there in a JSON value; undefined for nothing. */
export function valueAt(value: Json, path: JsonPath): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as { readonly [step: string | number]: Json })[step];
  }
  return found;
}
