/** One folder's entries in the order in which a listing takes them. */
import { lstat, opendir, realpath, stat } from "node:fs/promises";
import { DiscoverError } from "../../discover/discover-error.ts";
import { errorCode } from "../error-code.ts";
import { isInside, readable, toPathBytes } from "./volume-address.ts";

export interface Folder {
  /** Absolute and canonical, raw. */
  readonly rawReal: string;
  /** Path below the listed folder, raw; empty, or with a `/` at its end. */
  readonly rawPrefix: string;
}

export interface FolderEntries {
  /**
   * Raw names, those of folders with a `/` at their end, in the order of bytes. So the whole listing is in the order of
   * bytes of whole paths: `a.txt` comes before `a/b`, and that before `a0`, because `.` < `/` < `0`.
   */
  readonly names: readonly string[];
  /** Of names that are links. */
  readonly links: ReadonlyMap<string, LinkTarget>;
  /** Of `names`: files that are listed as if they were folders. */
  readonly archives: ReadonlySet<string>;
}

export type LinkTarget =
  | { readonly kind: "folder"; readonly rawReal: string }
  | { readonly kind: "file" }
  /** Leads out of the volume to a folder: what it hides is not known. */
  | { readonly kind: "folderOutside" }
  /** Leads out of the volume to something else, to nothing, or round in circles. */
  | { readonly kind: "outside" };

export interface ReadFolderOptions {
  /** The volume's folder, absolute and canonical, raw. */
  readonly rawRoot: string;
  readonly takesFile: (rawPath: string) => boolean;
  /** By its name, a file that is to be listed as a folder. */
  readonly isArchive: (rawPath: string) => boolean;
  readonly signal: AbortSignal;
}

/** Entries that the operating system hands over at once. */
const ENTRIES_AT_ONCE = 1024;

/** Undefined for a folder that went away. Throws DiscoverError. */
export async function readFolder(folder: Folder, options: ReadFolderOptions): Promise<FolderEntries | undefined> {
  const found: Found = { names: [], links: new Map(), archives: new Set() };
  try {
    // Names as bytes: read as text, names that are no UTF-8 could not be opened again.
    for await (const entry of await opendir(toPathBytes(folder.rawReal), { encoding: RAW_NAMES, bufferSize: ENTRIES_AT_ONCE })) {
      options.signal.throwIfAborted();
      const name = toRawName(entry.name);
      if (entry.isSymbolicLink()) await addLink(found, { name, folder, options });
      else if (entry.isDirectory()) found.names.push(`${name}/`);
      else addFile(found, { name, folder, options }, entry.isFile());
    }
  } catch (error) {
    return judgeUnreadable(error, folder, options);
  }
  found.names.sort(compareRaw);
  return found;
}

interface Found extends FolderEntries {
  readonly names: string[];
  readonly links: Map<string, LinkTarget>;
  readonly archives: Set<string>;
}

/** Node takes it, and gives names as buffers for it; its types leave it out. */
const RAW_NAMES = "buffer" as BufferEncoding;

function toRawName(name: unknown): string {
  return Buffer.isBuffer(name) ? name.toString("latin1") : Buffer.from(String(name)).toString("latin1");
}

function compareRaw(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

interface FoundEntry {
  readonly name: string;
  readonly folder: Folder;
  readonly options: ReadFolderOptions;
}

/** Below a folder, an archive's name sorts as a folder's would. */
function addFile(found: Found, { name, folder, options }: FoundEntry, isRegular: boolean): void {
  const rawPath = folder.rawPrefix + name;
  if (isRegular && options.isArchive(rawPath)) {
    found.names.push(`${name}/`);
    found.archives.add(`${name}/`);
  } else if (options.takesFile(rawPath)) found.names.push(name);
}

async function addLink(found: Found, { name, folder, options }: FoundEntry): Promise<void> {
  const target = await followLink(`${folder.rawReal}/${name}`, options.rawRoot);
  if (target.kind === "file" && options.isArchive(folder.rawPrefix + name)) return addFile(found, { name, folder, options }, true);
  const key = target.kind === "folder" ? `${name}/` : name;
  const isTaken = target.kind === "folder" || target.kind === "folderOutside" || options.takesFile(folder.rawPrefix + name);
  if (!isTaken) return;
  found.names.push(key);
  found.links.set(key, target);
}

async function followLink(rawPath: string, rawRoot: string): Promise<LinkTarget> {
  const path = toPathBytes(rawPath);
  try {
    const rawReal = await realpath(path, "latin1");
    const isFolder = (await stat(path)).isDirectory();
    if (isInside(rawRoot, rawReal)) return isFolder ? { kind: "folder", rawReal } : { kind: "file" };
    return { kind: isFolder ? "folderOutside" : "outside" };
  } catch (error) {
    if (BROKEN_LINK.has(errorCode(error) ?? "")) return { kind: "outside" };
    throw error;
  }
}

const BROKEN_LINK = new Set(["ENOENT", "ENOTDIR", "ELOOP", "EACCES", "EPERM", "ENAMETOOLONG"]);

function judgeUnreadable(error: unknown, { rawReal, rawPrefix }: Folder, { rawRoot }: ReadFolderOptions): FolderEntries | undefined {
  const code = errorCode(error);
  const shown = readable(rawPrefix).toWellFormed();
  if (code === "ENOENT" && rawPrefix !== "") return undefined;
  // Every new ext file system has this folder, for its administrator alone.
  if (code === "EACCES" && rawReal === `${rawRoot}/lost+found`) return undefined;
  throw code === undefined ? error : toDiscoverError(error, { code, shown });
}

/** Below the listed folder, in its own words; shown is empty for the listed folder itself. */
function toDiscoverError(cause: unknown, { code, shown }: { code: string; shown: string }): DiscoverError {
  const folder = shown === "" ? "the source's folder" : `the folder \`${shown}\``;
  const remedy = shown === "" ? "" : `, or leave it out with exclude: ["${shown}**"]`;
  switch (code) {
    case "EACCES":
    case "EPERM":
      return new DiscoverError("ManifestInvalid", `${folder} cannot be read: permission denied. Let the worker's user read it${remedy}`, { cause });
    case "ENAMETOOLONG":
      return new DiscoverError("ManifestInvalid", `${folder} lies too deep to be read. Move it up${remedy}`, { cause });
    case "ENOENT":
    case "ENOTDIR":
      return new DiscoverError("ManifestInvalid", `${folder} is not there; check source.volume.path`, { cause });
    default:
      return new DiscoverError("SourceUnavailable", `${folder} cannot be read (${code})`, { cause });
  }
}

/** Size and time of a listed file; undefined where it went away. Never opens it. */
export async function lookAt(rawPath: string, isLinkInside: boolean): Promise<{ bytes: number; modifiedMs: number } | undefined> {
  try {
    const path = toPathBytes(rawPath);
    const found = isLinkInside ? await stat(path) : await lstat(path);
    return { bytes: found.size, modifiedMs: Math.max(0, found.mtimeMs) };
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return undefined;
    throw new DiscoverError("SourceUnavailable", `a file of the source cannot be looked at (${code ?? "unknown"})`, { cause: error });
  }
}
