/** What each process that runs handlers is set up with: the pool's handler, and the volumes that are mounted there. */
import { join } from "node:path";
import { z } from "zod";
import type { HandlerSetup } from "./handler-setup.ts";
import { createHandler } from "./handlers/registry.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { createFetchDocument } from "./sources/fetch-document.ts";

const setupData = z.object({
  handler: z.string(),
  exec: z.object({ command: z.array(z.string()), environment: z.record(z.string(), z.string()).optional() }).optional(),
  inChild: z.boolean(),
  /** Volume name → absolute folder. */
  volumes: z.record(z.string(), z.string()),
});

/** Plain JSON: it is sent to child processes. */
export type WorkerSetupData = z.infer<typeof setupData>;

/** The module that children and workers import: see SetupModule. */
export const WORKER_SETUP_MODULE = import.meta.url;

export async function setUp(data: unknown): Promise<HandlerSetup> {
  const { handler, exec, inChild, volumes } = setupData.parse(data);
  const folders = new Map(Object.entries(volumes));
  return {
    handler: await createHandler({ handler, inChild, ...(exec === undefined ? {} : { exec: withoutUndefined(exec) }) }),
    limits: DEFAULT_LIMITS,
    fetch: createFetchDocument({ volumes: folders }),
    openStored: async ({ context, name }) => {
      const volume = context.output.volume;
      const folder = volume === undefined ? undefined : folders.get(volume.name);
      return folder === undefined || volume === undefined ? undefined : join(folder, volume.path ?? "", name);
    },
  };
}

function withoutUndefined({ command, environment }: NonNullable<WorkerSetupData["exec"]>): { command: string[]; environment?: Record<string, string> } {
  return environment === undefined ? { command } : { command, environment };
}
