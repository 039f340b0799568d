/** For tests: a task as the worker makes it, over a file in a folder of the test's own. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_LIMITS, type Limits } from "../../limits.ts";
import type { HandlerTask, InputFile } from "../handler.ts";

export interface TaskChoices<Options> {
  readonly options: Options;
  readonly folder: string;
  readonly id?: string;
  readonly attempt?: number;
  readonly inputPath?: string;
  readonly part?: NonNullable<HandlerTask["part"]>;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

/** Outputs go to `<folder>/output`, made on first use. */
export async function makeTask<Options>(choices: TaskChoices<Options>): Promise<HandlerTask<Options>> {
  const output = join(choices.folder, "output");
  return {
    document: { id: choices.id ?? "a/document", index: 3, uri: "volume://scans/a/document", metadata: { case: "384" } },
    attempt: choices.attempt ?? 1,
    options: choices.options,
    earlier: { before: { pages: 2 } },
    outputFolder: async () => {
      await mkdir(output, { recursive: true });
      return output;
    },
    limits: { ...DEFAULT_LIMITS, ...choices.limits },
    signal: choices.signal ?? new AbortController().signal,
    ...(choices.part === undefined ? {} : { part: choices.part }),
    ...(choices.inputPath === undefined ? {} : { input: await describeInput(choices.inputPath) }),
  };
}

/** A folder for one test file, with what removes it. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "ream-handlers-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function describeInput(path: string): Promise<InputFile> {
  const bytes = await readFile(path);
  return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}
