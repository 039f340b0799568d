/** What each process that runs handlers is set up with: the pool's handler, and the volumes that are mounted there. */
import { join } from "node:path";
import { z } from "zod";
import type { StageContext } from "./document-task.ts";
import type { HandlerSetup } from "./handler-setup.ts";
import type { HttpConfig } from "./handlers/http.ts";
import { type HandlerChoice, createHandler } from "./handlers/registry.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { createVolumeReuseStore } from "./reuse/volume-reuse-store.ts";
import { createFetchDocument } from "./sources/fetch-document.ts";
import type { WorkerLog } from "./worker-log.ts";

const setupData = z.object({
  handler: z.string(),
  exec: z.object({ command: z.array(z.string()), environment: z.record(z.string(), z.string()).optional() }).optional(),
  http: z
    .object({
      url: z.string(),
      headersFrom: z.array(z.object({ header: z.string(), secret: z.string(), key: z.string() })),
      /** Of one process: the pool's limit is for a worker with all its children. */
      ratePerSecond: z.number().optional(),
      documentTimeoutSeconds: z.number(),
    })
    .optional(),
  inChild: z.boolean(),
  /** Volume name → absolute folder. */
  volumes: z.record(z.string(), z.string()),
  /** Secret name → absolute folder, with a file for each key. */
  secrets: z.record(z.string(), z.string()).optional(),
  /** What the owner of the pool lets its workers call; absent: no more than the public web, encrypted. */
  web: z.object({ allowPrivateAddresses: z.boolean(), allowHttp: z.boolean() }).optional(),
});

/** Plain JSON: it is sent to child processes. */
export type WorkerSetupData = z.infer<typeof setupData>;

/** The module that children and workers import: see SetupModule. */
export const WORKER_SETUP_MODULE = import.meta.url;

export async function setUp(data: unknown, log: WorkerLog): Promise<HandlerSetup> {
  const parsed = setupData.parse(data);
  const folders = new Map(Object.entries(parsed.volumes));
  const rootOf = ({ output: { volume } }: StageContext): string | undefined => {
    const folder = volume === undefined ? undefined : folders.get(volume.name);
    return folder === undefined || volume === undefined ? undefined : join(folder, volume.path ?? "");
  };
  return {
    handler: await createHandler({ ...toChoice(parsed), log }),
    limits: DEFAULT_LIMITS,
    fetch: createFetchDocument({ volumes: folders, ...(parsed.web === undefined ? {} : { web: parsed.web }) }),
    openStored: async ({ context, name }) => {
      const root = rootOf(context);
      return root === undefined ? undefined : join(root, name);
    },
    reuse: createVolumeReuseStore(rootOf),
  };
}

function toChoice({ handler, inChild, exec, http, secrets = {} }: WorkerSetupData): HandlerChoice {
  return {
    handler,
    inChild,
    ...(exec === undefined ? {} : { exec: withoutUndefined(exec) }),
    ...(http === undefined ? {} : { http: toHttpConfig(http, new Map(Object.entries(secrets))) }),
  };
}

function toHttpConfig({ ratePerSecond, ...http }: NonNullable<WorkerSetupData["http"]>, secrets: ReadonlyMap<string, string>): HttpConfig {
  return { ...http, secrets, ...(ratePerSecond === undefined ? {} : { ratePerSecond }) };
}

function withoutUndefined({ command, environment }: NonNullable<WorkerSetupData["exec"]>): { command: string[]; environment?: Record<string, string> } {
  return environment === undefined ? { command } : { command, environment };
}
