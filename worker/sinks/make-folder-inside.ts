import { mkdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { RetryableError } from "../errors.ts";
import { errorCode } from "../sources/error-code.ts";

export interface MadeFolder {
  /** Canonical. */
  readonly path: string;
  /** Canonical paths of the folders that had to be made, outermost first. */
  readonly made: readonly string[];
}

/** Makes the folders that are missing, one in another, and never outside of `root`, which is canonical. */
export async function makeFolderInside(root: string, segments: readonly string[]): Promise<MadeFolder> {
  const whole = await realpath(join(root, ...segments)).catch(absentIsUndefined);
  if (whole !== undefined) return { path: judgeInside(root, whole), made: [] };
  const made: string[] = [];
  let path = root;
  for (const segment of segments) {
    path = join(path, segment);
    if (await makeFolder(path)) made.push(path);
    else path = judgeInside(root, await realpath(path));
  }
  return { path, made };
}

/** False where it is there already. Links count as there: where they lead is judged next. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    // Throws for a link to nothing; a file in the way shows when something is put into it.
    await stat(path);
    return false;
  }
}

function judgeInside(root: string, path: string): string {
  if (path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)) return path;
  throw new RetryableError("OutputUnwritable", "a folder of the output is a link that leads out of it; remove the link");
}

function absentIsUndefined(error: unknown): undefined {
  if (errorCode(error) === "ENOENT") return undefined;
  throw error;
}
