/** Which folders the Secrets of the pools are on this machine, as they are mounted in a cluster: each file is a key. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { WorkerPool } from "../contract/api/worker-pool.ts";
import { canonicalPath } from "./canonical-path.ts";
import { CommandError } from "./command-error.ts";

/** Secret name → canonical folder. Throws CommandError with everything that is missing; values are not read. */
export async function findSecretFolders(pools: readonly WorkerPool[], given: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const known = new Set(pools.flatMap(({ spec }) => spec.secrets.map(({ name }) => name)));
  const unknown = [...given.keys()].filter((name) => !known.has(name));
  const hint = known.size === 0 ? "the pools list no Secret" : `the pools list ${[...known].join(", ")}`;
  if (unknown.length > 0) throw new CommandError(unknown.map((name) => `--secret ${name}: ${hint}`).join("\n"));
  const folders = new Map<string, string>();
  for (const [name, path] of given) folders.set(name, await canonicalPath(path));
  await requireSecrets(pools, folders);
  return folders;
}

/** Throws CommandError where a pool's service cannot be called for want of a header. */
export async function requireSecrets(pools: readonly WorkerPool[], folders: ReadonlyMap<string, string> = new Map()): Promise<void> {
  const needs = pools.flatMap(({ metadata, spec }) => (spec.http?.headersFrom ?? []).map((from) => ({ ...from, pool: metadata.name })));
  const problems = await Promise.all(needs.map((need) => findProblem(need, folders.get(need.secret))));
  const found = [...new Set(problems.filter((problem) => problem !== undefined))];
  if (found.length > 0) throw new CommandError(found.join("\n"));
}

interface NeededKey {
  readonly pool: string;
  readonly header: string;
  readonly secret: string;
  readonly key: string;
}

async function findProblem({ pool, header, secret, key }: NeededKey, folder: string | undefined): Promise<string | undefined> {
  const needed = `the pool \`${pool}\` takes the header ${header} from key \`${key}\` of the Secret \`${secret}\``;
  if (folder === undefined) return `${needed}: add --secret ${secret}=DIR, a folder with a file \`${key}\` that holds the value`;
  const found = await stat(join(folder, key)).catch(() => undefined);
  return found?.isFile() === true ? undefined : `${needed}, but there is no file \`${key}\` in ${folder}`;
}
