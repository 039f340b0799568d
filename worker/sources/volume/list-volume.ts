/**
 * Lists the files of a volume's folder, in the order of bytes of their paths (see read-folder.ts). In memory is one folder
 * after another, with those on the way to it; never the whole tree.
 *
 * Links are followed while they stay inside the volume, but not back into a folder on their own way: its files are listed
 * there. What leads out, or is no regular file (a pipe, a device), is listed and refused when it is fetched, so that a
 * document that the user counts on is never simply not there. Where archives are expanded, their members are listed in their
 * place, in the order of the archive.
 */
import { realpath } from "node:fs/promises";
import type { ManifestDocument } from "../../../contract/wire/manifest.ts";
import { DiscoverError } from "../../discover/discover-error.ts";
import { PermanentError } from "../../errors.ts";
import type { ListedDocument, SourceContext } from "../source.ts";
import { listArchive } from "./list-archive.ts";
import { resolveInside, resolveVolume } from "./open-inside.ts";
import { refuseLongUri, toDiscoverError } from "./list-errors.ts";
import { createPathFilter, type Globs, type PathFilter } from "./path-filter.ts";
import { type Folder, type FolderEntries, lookAt, readFolder } from "./read-folder.ts";
import { isArchivePath, normalizeRaw, readable, toRaw, toVolumeId, toVolumeUri } from "./volume-address.ts";

export interface VolumeSource extends Globs {
  readonly name: string;
  /** Folder in the volume to start from. */
  readonly path: string;
  /** Default: keep. */
  readonly archives?: "keep" | "expand";
}

/** A deeper tree is none that people made. */
const MAX_DEPTH = 256;
/** Files looked at together: the wait for one, on a network, is that for all. */
const LOOKS_AT_ONCE = 128;

interface Walk {
  readonly source: VolumeSource;
  readonly context: SourceContext;
  readonly signal: AbortSignal;
  readonly filter: PathFilter;
  readonly rawRoot: string;
  /** Path of the listed folder in the volume, raw; empty, or with a `/` at its end. */
  readonly rawStart: string;
  readonly excluded: ReadonlySet<string>;
}

/** A folder that is being listed. */
interface Level {
  readonly folder: Folder;
  readonly entries: FolderEntries;
  next: number;
}

export async function* listVolume(source: VolumeSource, context: SourceContext): AsyncGenerator<ListedDocument> {
  const walk = await openWalk(source, context);
  const levels = [await openLevel(walk, { rawReal: await resolveStart(walk, source), rawPrefix: "" })];
  let place = 0;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    context.signal.throwIfAborted();
    const name = level.entries.names[level.next];
    if (name === undefined) levels.pop();
    else if (level.entries.archives.has(name)) for await (const document of enterArchive(walk, level)) yield { document, place: ++place };
    else if (name.endsWith("/")) await enterFolder(walk, levels, level);
    else for (const document of await toDocuments(walk, level, takeFiles(level))) yield { document, place: ++place };
  }
}

async function openWalk(source: VolumeSource, context: SourceContext): Promise<Walk> {
  const { volumes, excludedFolders, signal } = context;
  const filter = createPathFilter(source);
  const rawRoot = await resolveVolume(volumes, source.name).catch(toDiscoverError);
  const start = normalizeRaw(toRaw(source.path)) ?? "";
  const excluded = await Promise.all(excludedFolders.map((folder) => realpath(folder, "latin1").catch(() => toRaw(folder))));
  return { source, context, signal, filter, rawRoot, rawStart: start === "" ? "" : `${start}/`, excluded: new Set(excluded) };
}

async function resolveStart({ rawRoot, rawStart }: Walk, { name, path }: VolumeSource): Promise<string> {
  return resolveInside(rawRoot, rawStart).catch((error: unknown) => {
    if (!(error instanceof PermanentError)) return toDiscoverError(error);
    const what = error.reason === "NotFound" ? "is not there" : "cannot be listed";
    throw new DiscoverError("ManifestInvalid", `the folder \`${path}\` of the volume \`${name}\` ${what}; check source.volume.path`, { cause: error });
  });
}

async function openLevel({ source, rawRoot, filter, signal }: Walk, folder: Folder): Promise<Level> {
  const takesFile = (rawPath: string): boolean => filter.takes(readable(rawPath));
  const isArchive = (rawPath: string): boolean => source.archives === "expand" && isArchivePath(rawPath);
  const entries = await readFolder(folder, { rawRoot, takesFile, isArchive, signal });
  return { folder, entries: entries ?? { names: [], links: new Map(), archives: new Set() }, next: 0 };
}

/** The files up to the next folder, at most so many. */
function takeFiles(level: Level): readonly string[] {
  const { names } = level.entries;
  const from = level.next;
  while (level.next < names.length && level.next - from < LOOKS_AT_ONCE && names[level.next]?.endsWith("/") === false) level.next++;
  return names.slice(from, level.next);
}

async function toDocuments(walk: Walk, level: Level, names: readonly string[]): Promise<ManifestDocument[]> {
  const found = await Promise.all(names.map((name) => toDocument(walk, level, name)));
  return found.filter((document) => document !== undefined);
}

async function toDocument({ source, filter, rawStart }: Walk, { folder, entries }: Level, name: string): Promise<ManifestDocument | undefined> {
  const target = entries.links.get(name);
  const rawPath = folder.rawPrefix + name;
  if (target?.kind === "folderOutside" && filter.leavesOut(readable(rawPath))) return undefined;
  const facts = await lookAt(`${folder.rawReal}/${name}`, target?.kind === "file");
  if (facts === undefined) return undefined;
  const uri = toVolumeUri(source.name, rawStart + rawPath);
  refuseLongUri(uri, rawPath);
  return { id: toVolumeId(rawPath), uri, ...facts };
}

async function* enterArchive({ source, context, filter, rawStart }: Walk, level: Level): AsyncGenerator<ManifestDocument> {
  const name = level.entries.names[level.next++] ?? "";
  const rawPath = level.folder.rawPrefix + name.slice(0, -1);
  if (!filter.leavesOutArchive(readable(rawPath))) yield* listArchive({ volume: source.name, rawStart, rawPath }, { context, filter });
}

async function enterFolder(walk: Walk, levels: Level[], level: Level): Promise<void> {
  const folder = toFolder(level, level.entries.names[level.next++] ?? "");
  if (isLeftOut(walk, levels, folder)) return;
  if (levels.length >= MAX_DEPTH) throw new DiscoverError("ManifestInvalid", `the source has more than ${MAX_DEPTH} folders in one another; leave the deep ones out with exclude`);
  levels.push(await openLevel(walk, folder));
}

function toFolder({ folder, entries }: Level, key: string): Folder {
  const target = entries.links.get(key);
  const rawReal = target?.kind === "folder" ? target.rawReal : `${folder.rawReal}/${key.slice(0, -1)}`;
  return { rawReal, rawPrefix: folder.rawPrefix + key };
}

function isLeftOut({ filter, excluded }: Walk, levels: readonly Level[], { rawReal, rawPrefix }: Folder): boolean {
  if (excluded.has(rawReal) || filter.leavesOut(readable(rawPrefix.slice(0, -1)))) return true;
  return levels.some((level) => level.folder.rawReal === rawReal);
}
