/**
 * The table of resource samples: what people write, and what is to be said of it. Local mode is held to it here; the API
 * server is given the same table, with `serverVerdict` as the answer that it owes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** `unroutable`: of a kind or version that no CRD defines, so that no schema ever sees it. */
const SERVER_VERDICTS = ["accepted", "refused", "unroutable"] as const;
export type ServerVerdict = (typeof SERVER_VERDICTS)[number];

const resourceCase = z.strictObject({
  case: z.string(),
  /** YAML text, as it would be given to `kubectl apply` or `ream run`. */
  resource: z.string(),
  /** Everything that local mode says, in its order; none: it accepts. */
  problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  /** Only where the API server differs from local mode: it cannot judge some things, and local mode has no server around it. */
  server: z.enum(SERVER_VERDICTS).optional(),
});
export type ResourceCase = z.infer<typeof resourceCase>;

const changeCase = z.strictObject({
  case: z.string(),
  kind: z.enum(["BatchJob", "WorkerPool"]),
  /** The spec that was created, and the one that it is to become. */
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  server: z.enum(["accepted", "refused"]),
});
export type ChangeCase = z.infer<typeof changeCase>;

const CHANGES = "changes.yaml";

/** All samples, by the file that they stand in. */
export function readResourceCases(): ReadonlyMap<string, readonly ResourceCase[]> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".yaml") && name !== CHANGES);
  return new Map(files.sort().map((name) => [name, z.array(resourceCase).parse(readYaml(name))]));
}

export function readChangeCases(): readonly ChangeCase[] {
  return z.array(changeCase).parse(readYaml(CHANGES));
}

/** What the API server must answer to a sample under strict field validation. */
export function serverVerdict({ problems, server }: ResourceCase): ServerVerdict {
  return server ?? (problems.length === 0 ? "accepted" : "refused");
}

function readYaml(name: string): unknown {
  return parse(readFileSync(join(import.meta.dirname, name), "utf8"));
}
