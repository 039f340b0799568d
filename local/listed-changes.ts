/** How a source differs from the manifest that was made of it. */
import type { BatchJobSource } from "../contract/api/batch-job.ts";
import { decodeManifestPage } from "../contract/wire/codec.ts";
import type { ManifestDocument } from "../contract/wire/manifest.ts";
import type { Manifests } from "../worker/ports.ts";
import { listSource } from "../worker/sources/list-source.ts";
import type { SourceContext } from "../worker/sources/source.ts";

export interface SourceChanges {
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
}

/** What tells two states of a document apart: address, size and time. */
type Mark = string;

/** Throws DiscoverError where the source cannot be listed. */
export async function findChanges(known: ReadonlyMap<string, Mark>, source: BatchJobSource, context: SourceContext): Promise<SourceChanges> {
  const changes = { added: 0, changed: 0, found: 0 };
  for await (const { document } of listSource(source, context).documents) {
    const mark = known.get(document.id);
    if (mark === undefined) changes.added += 1;
    else changes.found += 1;
    if (mark !== undefined && mark !== markOf(document)) changes.changed += 1;
  }
  return { added: changes.added, changed: changes.changed, gone: known.size - changes.found };
}

/** Of every document of a manifest, by id. */
export async function readMarks(manifests: Manifests, manifest: { jobUid: string; run: string; pages: number }): Promise<Map<string, Mark>> {
  const marks = new Map<string, Mark>();
  for await (const { document } of readManifest(manifests, manifest)) marks.set(document.id, markOf(document));
  return marks;
}

/** All documents of a manifest, in order. Throws where a page cannot be read. */
export async function* readManifest(manifests: Manifests, { jobUid, run, pages }: { jobUid: string; run: string; pages: number }): AsyncGenerator<{ index: number; document: ManifestDocument }> {
  for (let page = 0; page < pages; page += 1) {
    const text = await manifests.read(jobUid, run, page);
    const decoded = text === undefined ? undefined : decodeManifestPage(text);
    if (decoded?.ok !== true) throw new Error(`page ${page} of the manifest cannot be read`);
    for (const [place, document] of decoded.value.documents.entries()) yield { index: decoded.value.firstIndex + place, document };
  }
}

export function markOf({ uri = "", bytes = -1, modifiedMs = -1 }: ManifestDocument): Mark {
  return `${bytes} ${modifiedMs} ${uri}`;
}
