/** A kind of work and the workers that do it, shared by the jobs of a namespace. */
import { z } from "zod";
import { dnsLabel, MAX_POOL_NAME_CHARACTERS } from "./names.ts";
import { API_VERSION, resourceMetadata } from "./resource-metadata.ts";
import { withTransition } from "./rule.ts";
import { workerPoolSpec } from "./worker-pool-spec.ts";
import { workerPoolStatus } from "./worker-pool-status.ts";

export { type HandlerName } from "../handlers/handler-names.ts";
export { type WorkerPoolSpec, workerPoolSpec } from "./worker-pool-spec.ts";
export { type WorkerPoolStatus, workerPoolStatus } from "./worker-pool-status.ts";

/** The rule on the name stands twice: as the schema of `metadata.name` here, as CEL for the API server. */
export const workerPool = withTransition(
  z.object({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal("WorkerPool"),
    metadata: resourceMetadata.extend({ name: dnsLabel(MAX_POOL_NAME_CHARACTERS) }),
    spec: workerPoolSpec.meta({ description: "What the workers do, and how many there may be." }),
    status: workerPoolStatus.meta({ description: "How the pool stands; written by the operator." }).optional(),
  }),
  {
    cel: `size(self.metadata.name) <= ${MAX_POOL_NAME_CHARACTERS} && !self.metadata.name.contains('.')`,
    message: `must have a name of at most ${MAX_POOL_NAME_CHARACTERS} lower-case letters, digits and \`-\``,
  },
).meta({ description: "A kind of work, and the workers that do it." });

export type WorkerPool = z.infer<typeof workerPool>;
