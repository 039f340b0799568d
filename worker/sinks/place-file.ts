/** Puts one file into its place in an output folder. */
import { constants } from "node:fs";
import { lstat, open, realpath, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PermanentError, RetryableError } from "../errors.ts";
import type { CommittedFile } from "../output-store.ts";
import { errorCode } from "../sources/error-code.ts";
import { type MadeFolder, makeFolderInside } from "./make-folder-inside.ts";
import { toOutputError } from "./output-error.ts";

export interface PlaceFileOptions {
  /** The output, canonical. */
  readonly root: string;
  /** What is put into place must lie in it; canonical. */
  readonly scratch: string;
}

/** Finalize removes folders of stages when they are empty, perhaps just when a late file goes into one. */
const MAX_PLACE_TRIES = 3;

/** The folders whose names or contents have changed: to be synced. Throws PermanentError, RetryableError or UnavailableError. */
export async function placeFile({ path, name }: CommittedFile, options: PlaceFileOptions): Promise<readonly string[]> {
  const segments = judgeName(name);
  try {
    await judgeScratchFile(path, options.scratch);
    await syncFile(path);
    const folder = await moveInto({ path, segments, root: options.root });
    return [folder.path, ...folder.made.map((made) => dirname(made))];
  } catch (error) {
    throw toOutputError(error, name);
  }
}

function judgeName(name: string): readonly string[] {
  const segments = name.split("/");
  const isPlain = segments.every((segment) => segment !== "" && segment !== "." && segment !== "..") && !/[\0\\]/.test(name);
  if (!isPlain) throw new PermanentError("UnsafePath", "the name of an output file leads out of the output");
  return segments;
}

/** A handler may have left a link, a pipe, or a folder that is a link to elsewhere. */
async function judgeScratchFile(path: string, scratch: string): Promise<void> {
  const found = await lstat(path);
  const folder = await realpath(dirname(path));
  if (!found.isFile() || !`${folder}/`.startsWith(`${scratch}/`)) throw new PermanentError("InvalidResult", "the handler left an output that is no regular file of its own");
}

/** Without the bits that would let a file of a handler run as somebody else. */
const MODE_BITS = 0o777;

async function syncFile(path: string): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { mode } = await file.stat();
    if ((mode & 0o7000) !== 0) await file.chmod(mode & MODE_BITS);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function moveInto({ path, segments, root }: { path: string; segments: readonly string[]; root: string }): Promise<MadeFolder> {
  const file = segments.at(-1) ?? "";
  for (let tries = 1; tries <= MAX_PLACE_TRIES; tries++) {
    const folder = await makeFolderInside(root, segments.slice(0, -1));
    const isMoved = await rename(path, join(folder.path, file)).then(() => true, folderIsGone);
    if (isMoved) return folder;
  }
  throw new RetryableError("OutputUnwritable", "the folder of an output file is removed again and again");
}

function folderIsGone(error: unknown): false {
  if (errorCode(error) === "ENOENT") return false;
  throw error;
}
