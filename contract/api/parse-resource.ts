/** A resource as somebody wrote it becomes a value, or a list of everything that is wrong with it. */
import { suggestName } from "../handlers/suggest-name.ts";
import { isRecord } from "../wire/is-record.ts";
import { type BatchJob, batchJob } from "./batch-job.ts";
import { absence, complaint } from "./expectation.ts";
import { readKnownFields } from "./known-fields.ts";
import { formatPath, type Problem } from "./problem.ts";
import { API_VERSION } from "./resource-metadata.ts";
import { schemaAt } from "./schema-tree.ts";
import { type WorkerPool, workerPool } from "./worker-pool.ts";
import type { z } from "zod";

export { formatProblem, type Problem } from "./problem.ts";

export type Resource = BatchJob | WorkerPool;
export type ParsedResource = { readonly ok: true; readonly resource: Resource } | { readonly ok: false; readonly problems: readonly Problem[] };

const SCHEMAS: ReadonlyMap<unknown, z.ZodType<Resource>> = new Map<unknown, z.ZodType<Resource>>([
  ["BatchJob", batchJob],
  ["WorkerPool", workerPool],
]);

/**
 * Takes what a YAML or JSON reader made of a document. Defaults are filled in. Never throws. Status is the operator's, not
 * the writer's: one that cannot be read is left out, as the API server leaves it out of what users apply.
 */
export function parseResource(value: unknown): ParsedResource {
  if (!isRecord(value)) return refused([{ path: "", message: "must be an object with fields: apiVersion, kind, metadata, spec" }]);
  const schema = SCHEMAS.get(value["kind"]);
  return schema === undefined ? refused(problemsOfKind(value)) : parseWith(schema, value);
}

function parseWith(schema: z.ZodType<Resource>, { status, ...own }: Readonly<Record<string, unknown>>): ParsedResource {
  const known = readKnownFields(schema, own);
  const parsed = schema.safeParse(known.value);
  if (parsed.success && known.problems.length === 0) return { ok: true, resource: withStatus(schema, parsed.data, status) };
  const issues = withoutEcho(parsed.error?.issues ?? []);
  return refused([...known.problems, ...issues.map((issue) => toProblem(schema, known.value, issue))]);
}

function withStatus(schema: z.ZodType<Resource>, resource: Resource, status: unknown): Resource {
  return schema.safeParse({ ...resource, status }).data ?? resource;
}

function refused(problems: readonly Problem[]): ParsedResource {
  return { ok: false, problems };
}

function problemsOfKind(value: Readonly<Record<string, unknown>>): readonly Problem[] {
  const kinds = [...SCHEMAS.keys()].map(String);
  const meant = typeof value["kind"] === "string" ? suggestName(value["kind"], kinds) : undefined;
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  const kind = { path: "kind", message: `must be one of ${kinds.join(", ")}${hint}` };
  return value["apiVersion"] === API_VERSION ? [kind] : [{ path: "apiVersion", message: `must be ${API_VERSION}` }, kind];
}

/** Text that breaks its length is not blamed for its pattern as well. */
function withoutEcho(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const paths = new Set<string>();
  return issues.filter((issue) => {
    const path = formatPath(issue.path);
    const isEcho = paths.has(path) && issue.code === "invalid_format";
    paths.add(path);
    return !isEcho;
  });
}

function toProblem(root: z.core.$ZodType, value: unknown, issue: z.core.$ZodIssue): Problem {
  return { path: formatPath(issue.path), message: toMessage(root, value, issue) };
}

function toMessage(root: z.core.$ZodType, value: unknown, issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith("must ")) return issue.message;
  const schema = issue.path.reduce<z.core.$ZodType | undefined>((at, step) => at && schemaAt(at, step), root);
  if (issue.code === "invalid_key") return "must have a shorter name";
  if (schema === undefined) return "must be a valid value";
  const given = issue.path.reduce<unknown>((at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined), value);
  return given === undefined ? absence(schema) : complaint(schema, given);
}
