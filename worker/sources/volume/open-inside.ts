/** Opens regular files of volumes: nothing outside of the volume, and nothing that would hang. */
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, realpath } from "node:fs/promises";
import { PermanentError, UnavailableError } from "../../errors.ts";
import { errorCode } from "../error-code.ts";
import { isInside, normalizeRaw, toPathBytes, type VolumeAddress } from "./volume-address.ts";

export interface OpenFile {
  /** The caller closes it. */
  readonly handle: FileHandle;
  /** Absolute and canonical, as bytes. */
  readonly path: Buffer;
  readonly bytes: number;
}

/** Throws PermanentError (UnsupportedAddress, UnsafePath, NotAFile, NotFound, Forbidden) or UnavailableError. */
export async function openInside(volumes: ReadonlyMap<string, string>, address: VolumeAddress): Promise<OpenFile> {
  const rawRoot = await resolveVolume(volumes, address.volume);
  const rawPath = await resolveInside(rawRoot, address.rawPath);
  const path = toPathBytes(rawPath);
  await refuseOddFile(path);
  // Between the look and the opening, someone may put something else there.
  const handle = await ofSystem(() => open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW));
  try {
    const found = await ofSystem(() => handle.stat());
    if (!found.isFile()) throw new PermanentError("NotAFile", NO_REGULAR_FILE);
    return { handle, path, bytes: found.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The volume's folder, canonical and raw. Throws PermanentError (UnsupportedAddress) or UnavailableError. */
export async function resolveVolume(volumes: ReadonlyMap<string, string>, name: string): Promise<string> {
  const folder = volumes.get(name);
  if (folder === undefined) throw new PermanentError("UnsupportedAddress", `this worker has no volume \`${name}\`; the pool's spec.volumes must list it`);
  const found = await realpath(folder, "latin1").catch((error: unknown) => {
    throw new UnavailableError(`the volume \`${name}\` cannot be reached (${errorCode(error) ?? "unknown"})`, { cause: error });
  });
  return found;
}

/** Follows links, and refuses what then lies outside. Absolute, canonical and raw. */
export async function resolveInside(rawRoot: string, rawPath: string): Promise<string> {
  const inside = normalizeRaw(rawPath);
  if (inside === undefined) throw new PermanentError("UnsafePath", "the path leads out of its volume");
  const found = await realpath(toPathBytes(`${rawRoot}/${inside}`), "latin1").catch((error: unknown) => judgeAbsence(error, rawRoot));
  if (!isInside(rawRoot, found)) throw new PermanentError("UnsafePath", "the path leads out of its volume through a link");
  return found;
}

const NO_REGULAR_FILE = "the path is no regular file";

/** Opening a device may do something to it, and opening a socket fails in its own way. */
async function refuseOddFile(path: Buffer): Promise<void> {
  const found = await ofSystem(() => lstat(path));
  if (found.isDirectory()) throw new PermanentError("NotAFile", "the path is a folder, and no file");
  if (!found.isFile()) throw new PermanentError("NotAFile", NO_REGULAR_FILE);
}

/** A volume that is not mounted looks like an empty folder: then it is the volume that is missing, not the file. */
async function judgeAbsence(error: unknown, rawRoot: string): Promise<never> {
  if (errorCode(error) !== "ENOENT") throw judgeSystemError(error);
  const names = await readdir(toPathBytes(rawRoot)).catch(() => []);
  if (names.length === 0) throw new UnavailableError("the volume is empty; it may not be mounted", { cause: error });
  throw judgeSystemError(error);
}

async function ofSystem<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw judgeSystemError(error);
  }
}

/** What the system says about a path, in the worker's terms; other errors stay as they are. */
export function judgeSystemError(error: unknown): unknown {
  const code = errorCode(error);
  switch (code) {
    case undefined:
      return error;
    case "ENOENT":
    case "ENOTDIR":
    case "ENAMETOOLONG":
      return new PermanentError("NotFound", "there is no such file on the volume", { cause: error });
    case "EACCES":
    case "EPERM":
      return new PermanentError("Forbidden", "the worker may not read the file (permission denied)", { cause: error });
    case "ELOOP":
      return new PermanentError("UnsafePath", "the path goes round in circles through links", { cause: error });
    default:
      // EIO, ESTALE, ENXIO, ETIMEDOUT, ENOTCONN, EMFILE, …: the storage or the machine, not the document.
      return new UnavailableError(`the volume does not answer as it should (${code})`, { cause: error });
  }
}
