/** What a pool's workers do with a document. Commands and addresses are the pool owner's decision, never the job's. */
import { z } from "zod";
import { keyedList } from "./lists.ts";
import { dataKey, objectName } from "./names.ts";

/** `cpu`: handlers run in child processes. `io`: they run async in the worker's own process. */
export const EXECUTIONS = ["cpu", "io"] as const;

export const execCommand = z.object({
  command: z
    .array(z.string().max(4096))
    .min(1)
    .max(64)
    .meta({ "x-kubernetes-list-type": "atomic", description: "Program and arguments; run once for each document, without a shell." }),
});

const headerFrom = z.object({
  header: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z0-9-]+$/, { error: "must be the name of an HTTP header" })
    .meta({ description: "Header to send." }),
  secret: objectName().meta({ description: "Secret that holds its value; the pool must list it under `secrets`." }),
  key: dataKey().meta({ description: "Key in the Secret." }),
});

export const httpService = z.object({
  url: z
    .string()
    .max(2048)
    .regex(/^https?:\/\/[^\s/]+(\/[^\s]*)?$/, { error: "must be an address that begins with http:// or https://" })
    .meta({ description: "Where each document is posted to." }),
  headersFrom: keyedList(headerFrom, { key: "header", maximum: 8 }).meta({ description: "Headers whose values come from Secrets." }).default([]),
  ratePerSecond: z.int().min(1).max(10_000).meta({ description: "Most calls a second from one worker. Unset: no limit." }).optional(),
});
