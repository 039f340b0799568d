/**
 * Reusable results on the volume that outputs lie on, in `.ream/reuse/`. A key's first letters say which of 4,096 files its
 * line is in: half a million results cost so many files and no memory, and one is found by reading some 50 KB.
 *
 * Lines are appended by many processes at once. A line that another one has torn is not read, and is no loss.
 */
import { appendFile, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { StageContext } from "../document-task.ts";
import type { ReusableResult, ReuseStore } from "./reuse-store.ts";

const FOLDER = ".ream/reuse";
const SHARD_LETTERS = 3;
const MAX_LINE_BYTES = 16 * 1024;
/** A file that is full learns nothing more: reading it must stay cheap. */
const MAX_SHARD_BYTES = 1024 * 1024;

const reusableFile = z.object({ name: z.string().min(1), file: z.string().min(1), suffix: z.string().min(1), primary: z.boolean().exactOptional(), sha256: z.string().length(64) });
const reusableResult: z.ZodType<ReusableResult> = z.object({ key: z.string(), id: z.string(), files: z.array(reusableFile).max(100), result: z.json().exactOptional(), engine: z.string().exactOptional() });

/** `rootOf`: the folder that the job's outputs lie in; undefined where they lie on no volume of this worker. */
export function createVolumeReuseStore(rootOf: (context: StageContext) => string | undefined): ReuseStore {
  const shardOf = (context: StageContext, key: string): string | undefined => {
    const root = rootOf(context);
    return root === undefined ? undefined : join(root, FOLDER, `${key.slice(0, SHARD_LETTERS)}.jsonl`);
  };
  return {
    find: async (context, key) => {
      const shard = shardOf(context, key);
      return shard === undefined ? undefined : findLine(shard, key);
    },
    keep: async (context, result) => {
      const shard = shardOf(context, result.key);
      const line = `${JSON.stringify(result)}\n`;
      if (shard !== undefined && Buffer.byteLength(line) <= MAX_LINE_BYTES) await appendLine(shard, line).catch(() => undefined);
    },
  };
}

async function findLine(shard: string, key: string): Promise<ReusableResult | undefined> {
  const text = await readFile(shard, "utf8").catch(() => "");
  const mark = `{"key":"${key}"`;
  // The newest one: what it names is the least likely to be gone.
  for (let place = text.lastIndexOf(mark); place >= 0; place = place === 0 ? -1 : text.lastIndexOf(mark, place - 1)) {
    const end = text.indexOf("\n", place);
    const found = end < 0 ? undefined : parseLine(text.slice(place, end));
    if (found?.key === key) return found;
  }
  return undefined;
}

function parseLine(line: string): ReusableResult | undefined {
  try {
    const parsed = reusableResult.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

async function appendLine(shard: string, line: string): Promise<void> {
  const size = await stat(shard).then((found) => found.size, () => undefined);
  if (size === undefined) await mkdir(dirname(shard), { recursive: true });
  // Begins with an end: a line that was cut off before must not take this one with it.
  if (size === undefined || size + line.length <= MAX_SHARD_BYTES) await appendFile(shard, `\n${line}`);
}
