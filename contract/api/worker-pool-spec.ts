/** A kind of work, and the workers that do it. */
import { z } from "zod";
import { HANDLER_NAMES } from "../handlers/handler-names.ts";
import { atomicList, keyedList } from "./lists.ts";
import { objectName } from "./names.ts";
import { EXECUTIONS, execCommand, httpService } from "./pool-handler.ts";
import { poolNodeSelector, poolPullSecrets, poolResources, poolSecret, poolToleration, poolVariable, poolVolume } from "./pool-pod.ts";
import { poolScaling } from "./pool-scaling.ts";
import { seconds } from "./quantities.ts";
import { withRules } from "./rule.ts";

const fields = z.object({
  handler: z.enum(HANDLER_NAMES).meta({ description: "What the workers do with a document." }),
  image: z
    .string()
    .max(512)
    .regex(/^[^\s]*$/, { error: "must be the name of an image, without spaces" })
    .meta({ description: "Image of the workers. Empty: the worker image that Ream was installed with." })
    .default(""),
  concurrency: z.int().min(1).max(256).meta({ description: "Slots in one worker: items that it works on side by side." }).default(1),
  execution: z.enum(EXECUTIONS).meta({ description: "cpu: handlers run in child processes. io: async in the worker's own process." }).default("cpu"),
  scaling: poolScaling.meta({ description: "How far the pool scales on the depth of its queue." }).prefault(poolScaling.parse({})),
  documentTimeoutSeconds: seconds(1, 86_400).meta({ description: "Time that one document may take at one stage." }).default(600),
  recycleAfterDocuments: z.int().min(1).max(1_000_000).meta({ description: "Documents after which a handler process is replaced." }).default(100),
  resources: poolResources
    .meta({ description: "Resources of one worker, all its slots together." })
    .prefault({ requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } }),
  volumes: keyedList(poolVolume, { key: "name", maximum: 16 }).meta({ description: "Volumes that jobs of this pool may name." }).default([]),
  secrets: keyedList(poolSecret, { key: "name", maximum: 16 }).meta({ description: "Secrets that jobs of this pool may name." }).default([]),
  exec: execCommand.meta({ description: "The command, for handler exec." }).optional(),
  http: httpService.meta({ description: "The service, for handler http." }).optional(),
  env: keyedList(poolVariable, { key: "name", maximum: 64 }).meta({ description: "Environment variables of the workers." }).default([]),
  nodeSelector: poolNodeSelector.meta({ description: "Labels of the nodes that workers may run on." }).prefault({}),
  tolerations: atomicList(poolToleration, 16).meta({ description: "Taints that workers tolerate." }).default([]),
  serviceAccountName: objectName().meta({ description: "Service account of the workers. Unset: the one that Ream was installed with." }).optional(),
  imagePullSecrets: poolPullSecrets.meta({ description: "Secrets to pull the image with." }).default([]),
});

export const workerPoolSpec = withRules(fields, [
  {
    cel: "self.scaling.itemsPerReplica >= self.concurrency",
    message: "must be at least `concurrency`: a worker with fewer items than slots would idle",
    at: "scaling.itemsPerReplica",
    holds: (spec) => spec.scaling.itemsPerReplica >= spec.concurrency,
  },
  {
    cel: "has(self.exec) == (self.handler == 'exec')",
    message: "must be given for handler exec, and only for it",
    at: "exec",
    holds: (spec) => (spec.exec !== undefined) === (spec.handler === "exec"),
  },
  {
    cel: "has(self.http) == (self.handler == 'http')",
    message: "must be given for handler http, and only for it",
    at: "http",
    holds: (spec) => (spec.http !== undefined) === (spec.handler === "http"),
  },
  {
    cel: "!has(self.http) || self.http.headersFrom.all(from, self.secrets.exists(secret, secret.name == from.secret))",
    message: "must name only Secrets that the pool lists under `secrets`",
    at: "http.headersFrom",
    holds: (spec) => (spec.http?.headersFrom ?? []).every((from) => spec.secrets.some((secret) => secret.name === from.secret)),
  },
]);

export type WorkerPoolSpec = z.infer<typeof workerPoolSpec>;
