/**
 * Lists the members of an archive as documents. A member that cannot be read (a link, a name that leads out, …) is listed and
 * ends with its reason; so is the archive itself, where it is damaged, beside the members before the damage.
 */
import type { ManifestDocument } from "../../../contract/wire/manifest.ts";
import { PermanentError } from "../../errors.ts";
import type { ArchiveIndex } from "../archive/archive-index.ts";
import { toPlainPath } from "../archive/member-name.ts";
import { openArchive, type OpenArchive, readIndex } from "../archive/open-archive.ts";
import type { SourceContext } from "../source.ts";
import { refuseLongUri, toDiscoverError } from "./list-errors.ts";
import type { PathFilter } from "./path-filter.ts";
import { readable, toVolumeId, toVolumeUri } from "./volume-address.ts";

export interface ListedArchive {
  readonly volume: string;
  /** Path of the listed folder in the volume, raw; empty, or with a `/` at its end. */
  readonly rawStart: string;
  /** Below the listed folder. */
  readonly rawPath: string;
}

/** Members come in the order of the archive: of one that is gzipped, later ones cannot be read before the earlier ones. */
export async function* listArchive(listed: ListedArchive, { context, filter }: { readonly context: SourceContext; readonly filter: PathFilter }): AsyncGenerator<ManifestDocument> {
  const { volume, rawStart, rawPath } = listed;
  const found = await read(listed, context);
  // It went away.
  if (found === undefined) return;
  const { index, bytes, modifiedMs } = found;
  const archive = readable(rawPath);
  for (const member of index.members) {
    context.signal.throwIfAborted();
    if (!filter.takesMember(archive, toPlainPath(readable(member.rawName)))) continue;
    const rawId = `${rawPath}/${member.rawName}`;
    const uri = toVolumeUri(volume, rawStart + rawPath, member.rawName);
    refuseLongUri(uri, rawId);
    // Members may keep size and time and change all the same: the archive's own time tells.
    yield { id: toVolumeId(rawId), uri, bytes: member.bytes, modifiedMs };
  }
  if (index.damage !== undefined) yield { id: toVolumeId(rawPath), uri: toVolumeUri(volume, rawStart + rawPath, ""), bytes, modifiedMs };
}

type Read = Pick<OpenArchive, "bytes" | "modifiedMs"> & { readonly index: ArchiveIndex };

async function read({ volume, rawStart, rawPath }: ListedArchive, { volumes, limits, signal }: SourceContext): Promise<Read | undefined> {
  try {
    const archive = await openArchive(volumes, { volume, rawPath: rawStart + rawPath });
    const index = await readIndex(archive, { maxDecompressedBytes: limits.maxDecompressedBytes, signal }).finally(() => archive.handle.close());
    return { ...archive, index };
  } catch (error) {
    if (!(error instanceof PermanentError)) return toDiscoverError(error);
    const { reason, message } = error;
    return reason === "NotFound" ? undefined : { bytes: 0, modifiedMs: 0, index: { format: "tar", members: [], byName: new Map(), damage: { reason, message } } };
  }
}
