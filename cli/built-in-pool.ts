import { parseResource } from "../contract/api/parse-resource.ts";
import { API_VERSION } from "../contract/api/resource-metadata.ts";
import type { WorkerPool } from "../contract/api/worker-pool.ts";
import { isAvailableHandler } from "../contract/handlers/handler-options.ts";

/** The pool that a handler's name stands for where nobody wrote one: all defaults. Undefined for a handler that needs more (`exec`: a command). */
export function builtInPool(name: string): WorkerPool | undefined {
  if (!isAvailableHandler(name)) return undefined;
  const parsed = parseResource({ apiVersion: API_VERSION, kind: "WorkerPool", metadata: { name }, spec: { handler: name } });
  return parsed.ok && parsed.resource.kind === "WorkerPool" ? parsed.resource : undefined;
}
