/** Lists the documents of whatever source a job has. */
import type { BatchJobSource } from "../../contract/api/source.ts";
import { DiscoverError } from "../discover/discover-error.ts";
import { CONTROL_CHARACTERS } from "./control-characters.ts";
import { listManifest } from "./manifest/list-manifest.ts";
import type { ListedDocument, Listing, SourceContext } from "./source.ts";
import { listVolume } from "./volume/list-volume.ts";

/** Throws DiscoverError, at once or while documents are read. */
export function listSource(source: BatchJobSource, context: SourceContext): Listing {
  if (source.documents !== undefined) return { documents: listInline(source.documents, context), placeUnit: "document" };
  if (source.manifest !== undefined) return { documents: listManifest(source.manifest, context), placeUnit: "line" };
  if (source.volume !== undefined) return { documents: listVolume(source.volume, context), placeUnit: "file" };
  const kind = source.s3 === undefined ? "objectStore" : "s3";
  throw new DiscoverError("ManifestInvalid", `this worker cannot list source.${kind}; use source.volume or source.manifest`);
}

async function* listInline(documents: NonNullable<BatchJobSource["documents"]>, { needsInput }: SourceContext): AsyncGenerator<ListedDocument> {
  for (const [i, { id, uri, group, metadata }] of documents.entries()) {
    if (uri === undefined && needsInput) throw new DiscoverError("ManifestInvalid", `source.documents[${i}] has no uri; the job's first stage reads the documents' bytes`);
    if (CONTROL_CHARACTERS.test(id) || !id.isWellFormed()) throw new DiscoverError("ManifestInvalid", `source.documents[${i}].id has control characters in it; take them out`);
    const document = { id, ...(uri === undefined ? {} : { uri }), ...(group === undefined ? {} : { group }), ...(metadata === undefined ? {} : { metadata }) };
    yield { document, place: i + 1 };
  }
}
