/**
 * What the API server does to a resource before it judges it, done for local mode: fields that no schema names are
 * reported (strict validation refuses them), and empty ones (`suspend:` without a value) count as not given.
 */
import { suggestName } from "../handlers/suggest-name.ts";
import { isRecord } from "../wire/is-record.ts";
import { formatPath, type Problem } from "./problem.ts";
import { fieldNames, schemaAt } from "./schema-tree.ts";
import type { z } from "zod";

/** A list longer than this is told in the docs, not in an error. */
const MAX_LISTED_FIELDS = 20;

export interface KnownFields {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** The value with its known, non-empty fields, and a problem for each unknown one. */
export function readKnownFields(schema: z.core.$ZodType, value: unknown): KnownFields {
  const problems: Problem[] = [];
  const visit = (at: z.core.$ZodType, part: unknown, path: readonly PropertyKey[]): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => visitStep(at, { step: index, item, path }));
    if (!isRecord(part)) return part;
    return Object.fromEntries(Object.entries(part).flatMap(([step, item]) => visitField(at, { step, item, path })));
  };
  const visitStep = (at: z.core.$ZodType, { step, item, path }: Step): unknown => {
    const below = schemaAt(at, step);
    return below === undefined ? item : visit(below, item, [...path, step]);
  };
  const visitField = (at: z.core.$ZodType, place: Step): [string, unknown][] => {
    const names = fieldNames(at);
    const step = String(place.step);
    if (names !== undefined && !names.includes(step)) {
      problems.push({ path: formatPath([...place.path, step]), message: unknownField(step, names) });
      return [];
    }
    return names !== undefined && place.item === null ? [] : [[step, visitStep(at, place)]];
  };
  return { value: visit(schema, value, []), problems };
}

interface Step {
  readonly step: PropertyKey;
  readonly item: unknown;
  readonly path: readonly PropertyKey[];
}

function unknownField(name: string, known: readonly string[]): string {
  const meant = suggestName(name, known);
  if (meant !== undefined) return `unknown field; did you mean \`${meant}\`?`;
  return known.length <= MAX_LISTED_FIELDS ? `unknown field; known here: ${known.join(", ")}` : "unknown field";
}
