/** Lists and maps of the API: bounded, and with the merge rules that server-side apply needs. */
import { z } from "zod";

/** A list that is replaced as a whole. */
export function atomicList<S extends z.ZodType>(item: S, maximum: number): z.ZodArray<S> {
  return z.array(item).max(maximum).meta({ "x-kubernetes-list-type": "atomic" });
}

/** A list whose items are told apart by a required text field, which is unique in it: owners may each apply their own items. */
export function keyedList<S extends z.ZodObject>(item: S, { key, maximum }: { readonly key: keyof S["shape"] & string; readonly maximum: number }): z.ZodArray<S> {
  return z
    .array(item)
    .max(maximum)
    .check((payload) => {
      for (const place of placesOfRepeats(payload.value.map((entry) => readKey(entry, key)))) {
        payload.issues.push({ code: "custom", message: `must be unique in the list`, path: [place, key], input: payload.value, continue: true });
      }
    })
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [key] });
}

/** A map with at most so many entries; the API server bounds keys only where the field has a rule for it. */
export function boundedMap<S extends z.ZodType>(value: S, { maxKeyCharacters, maximum }: { readonly maxKeyCharacters: number; readonly maximum: number }) {
  return z
    .record(z.string().max(maxKeyCharacters), value)
    .refine((entries) => Object.keys(entries).length <= maximum, { error: `must have at most ${maximum} entries` })
    .meta({ maxProperties: maximum });
}

/** Indexes of values that stand earlier in the list too. */
export function placesOfRepeats(values: readonly unknown[]): readonly number[] {
  const seen = new Set<unknown>();
  return values.flatMap((value, place) => {
    if (seen.has(value)) return [place];
    seen.add(value);
    return [];
  });
}

function readKey(entry: unknown, key: string): unknown {
  return typeof entry === "object" && entry !== null ? Reflect.get(entry, key) : undefined;
}
