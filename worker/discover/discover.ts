/** Lists a job's source once, and writes what it finds as the job's manifest. */
import type { BatchJobSource } from "../../contract/api/source.ts";
import { MAX_MANIFEST_DOCUMENTS } from "../../contract/wire/manifest.ts";
import type { Manifests } from "../ports.ts";
import { showUri } from "../sources/https/web-address.ts";
import { listSource } from "../sources/list-source.ts";
import type { ListedDocument, Listing, SourceContext } from "../sources/source.ts";
import { DiscoverError } from "./discover-error.ts";
import { IdRegister, type Rival } from "./id-register.ts";
import { PageWriter, type WrittenManifest } from "./page-writer.ts";

/** Between two calls of onProgress. */
const PROGRESS_DOCUMENTS = 1000;

export interface DiscoverOptions {
  readonly source: BatchJobSource;
  readonly context: SourceContext;
  readonly manifests: Manifests;
  readonly jobUid: string;
  /** Random id under which the pages lie: two discoveries of one job must not mix. */
  readonly run: string;
  readonly maxDocuments?: number;
  /** Documents found so far. */
  readonly onProgress?: (documents: number) => void;
}

export interface Discovered extends WrittenManifest {
  readonly run: string;
}

/** Throws DiscoverError, or the signal's reason. Pages of a discovery that failed stay, without an index. */
export async function discover(options: DiscoverOptions): Promise<Discovered> {
  const writer = new PageWriter(options);
  try {
    await writeAll(writer, options);
    if (writer.total === 0) throw new DiscoverError("ManifestEmpty", describeEmpty(options.source));
    return { run: options.run, ...(await writer.finish()) };
  } finally {
    await writer.idle();
  }
}

async function writeAll(writer: PageWriter, options: DiscoverOptions): Promise<void> {
  const { source, context } = options;
  const listing = listSource(source, context);
  const register = new IdRegister((index) => writer.idOf(index));
  for await (const listed of listing.documents) {
    // Nearly always there is nothing to wait for, and waiting for it a million times takes seconds.
    const looking = register.add({ index: writer.total, id: listed.document.id, place: listed.place });
    const rival = looking === undefined ? undefined : await looking;
    if (rival !== undefined) throw new DiscoverError("DuplicateIds", `${manifestOf(source, ": ")}${describeRivals(rival, listed, listing.placeUnit)}`);
    const writing = addDocument(writer, listed, options);
    if (writing !== undefined) await writing;
  }
  context.signal.throwIfAborted();
}

function addDocument(writer: PageWriter, { document }: ListedDocument, { context, maxDocuments, onProgress }: DiscoverOptions): Promise<void> | undefined {
  const most = maxDocuments ?? MAX_MANIFEST_DOCUMENTS;
  if (writer.total >= most) throw new DiscoverError("ManifestTooLarge", `the source has more than ${most} documents; split it over several jobs`);
  const writing = writer.add(document);
  if (writer.total % PROGRESS_DOCUMENTS === 0) {
    context.signal.throwIfAborted();
    onProgress?.(writer.total);
  }
  return writing;
}

function describeRivals(first: Rival, { document: { id }, place }: ListedDocument, unit: Listing["placeUnit"]): string {
  const what = first.id === id ? `have the same id \`${shorten(id)}\`` : `: the ids \`${shorten(first.id)}\` and \`${shorten(id)}\` would write the same output`;
  if (unit === "file" && first.id === id) return `an archive has two members that are called \`${shorten(id)}\`; pack it anew, or leave it out with exclude`;
  if (unit === "file") return `the files \`${shorten(first.id)}\` and \`${shorten(id)}\` would write the same output; rename one, or leave it out with exclude`;
  const where = first.place === place ? `two documents in ${unit} ${place}` : `${unit} ${first.place} and ${unit} ${place}`;
  return `${where}${first.id === id ? " " : ""}${what}; give each document an id of its own`;
}

/** The place of a problem begins with the manifest's own. */
function manifestOf({ manifest }: BatchJobSource, behind: string): string {
  return manifest?.uri === undefined ? "" : `the manifest ${shorten(showUri(manifest.uri))}${behind}`;
}

function describeEmpty(source: BatchJobSource): string {
  const { volume, manifest } = source;
  if (manifest !== undefined) return `${manifestOf(source, " ")}names no documents`;
  if (volume === undefined) return "the source has no documents";
  const folder = volume.path === "" ? `the volume \`${volume.name}\`` : `the folder \`${volume.path}\` of the volume \`${volume.name}\``;
  if (volume.include.length + volume.exclude.length === 0) return `${folder} has no files`;
  return `no file in ${folder} is taken by include and exclude; patterns match the whole path below the folder: **/*.pdf, and tell case apart`;
}

function shorten(id: string): string {
  return id.length <= 120 ? id : `${id.slice(0, 120).toWellFormed()}…`;
}
