/** The documents that a manifest names. */
import type { BatchJobSource } from "../../../contract/api/source.ts";
import { DiscoverError } from "../../discover/discover-error.ts";
import { PermanentError, RetryableError, UnavailableError } from "../../errors.ts";
import type { ListedDocument, SourceContext } from "../source.ts";
import { unpackManifest } from "./manifest-bytes.ts";
import { ManifestProblem } from "./manifest-problem.ts";
import { openManifest, shortenUri } from "./open-manifest.ts";
import { parseManifest } from "./parse-manifest.ts";
import { resolveUri } from "./resolve-uri.ts";
import { toDocument } from "./to-document.ts";

export type ManifestSource = NonNullable<BatchJobSource["manifest"]>;

export async function* listManifest({ uri, fields }: ManifestSource, context: SourceContext): AsyncGenerator<ListedDocument> {
  if (uri === undefined) throw new DiscoverError("ManifestInvalid", "source.manifest has no uri; a ConfigMap is not read by workers");
  try {
    const { home, chunks, close } = await openManifest(uri, context);
    try {
      const plain = await unpackManifest(chunks, { maxDecompressedBytes: context.limits.maxDecompressedBytes });
      const options = { fields, needsInput: context.needsInput, resolveUri: (each: string) => resolveUri(each, home) };
      for await (const element of parseManifest(plain)) yield { document: toDocument(element, options), place: element.line };
    } finally {
      await close();
    }
  } catch (error) {
    throw judgeError(error, uri);
  }
}

function judgeError(error: unknown, uri: string): unknown {
  const isUnavailable = error instanceof UnavailableError || error instanceof RetryableError;
  if (isUnavailable) return new DiscoverError("SourceUnavailable", `the manifest ${shortenUri(uri)} cannot be read: ${error.message}`, { cause: error });
  const isInvalid = error instanceof ManifestProblem || error instanceof PermanentError;
  return isInvalid ? new DiscoverError("ManifestInvalid", `the manifest ${shortenUri(uri)}: ${error.message}`, { cause: error }) : error;
}
