/** The documents that a manifest on a volume names. */
import type { BatchJobSource } from "../../../contract/api/source.ts";
import { DiscoverError } from "../../discover/discover-error.ts";
import { PermanentError, UnavailableError } from "../../errors.ts";
import type { ListedDocument, SourceContext } from "../source.ts";
import { openInside, resolveVolume } from "../volume/open-inside.ts";
import { normalizeRaw, parseVolumeUri, type VolumeAddress } from "../volume/volume-address.ts";
import { readManifestBytes } from "./manifest-bytes.ts";
import { ManifestProblem } from "./manifest-problem.ts";
import { parseManifest } from "./parse-manifest.ts";
import { type ManifestHome, resolveUri } from "./resolve-uri.ts";
import { toDocument } from "./to-document.ts";

export type ManifestSource = NonNullable<BatchJobSource["manifest"]>;

export async function* listManifest({ uri, fields }: ManifestSource, context: SourceContext): AsyncGenerator<ListedDocument> {
  const address = judgeAddress(uri);
  try {
    const home = await findHome(address, context);
    const file = await openInside(context.volumes, address);
    try {
      const chunks = await readManifestBytes(file.handle, { maxDecompressedBytes: context.limits.maxDecompressedBytes, signal: context.signal });
      const options = { fields, needsInput: context.needsInput, resolveUri: (each: string) => resolveUri(each, home) };
      for await (const element of parseManifest(chunks)) yield { document: toDocument(element, options), place: element.line };
    } finally {
      await file.handle.close();
    }
  } catch (error) {
    throw judgeError(error, uri ?? "");
  }
}

function judgeAddress(uri: string | undefined): VolumeAddress {
  if (uri === undefined) throw new DiscoverError("ManifestInvalid", "source.manifest has no uri; a ConfigMap is not read by workers");
  const address = parseVolumeUri(uri);
  if (address !== undefined) return address;
  throw new DiscoverError("ManifestInvalid", `the manifest ${shorten(uri)} cannot be read from there; put it on a volume, and write source.manifest.uri as volume://<volume>/<path>`);
}

async function findHome({ volume, rawPath }: VolumeAddress, { volumes }: SourceContext): Promise<ManifestHome> {
  const rawRoot = await resolveVolume(volumes, volume);
  const inside = normalizeRaw(rawPath) ?? "";
  return { volume, rawRoot, rawFolder: inside.slice(0, Math.max(0, inside.lastIndexOf("/"))) };
}

function judgeError(error: unknown, uri: string): unknown {
  if (error instanceof UnavailableError) return new DiscoverError("SourceUnavailable", `the manifest ${shorten(uri)} cannot be read: ${error.message}`, { cause: error });
  const isInvalid = error instanceof ManifestProblem || error instanceof PermanentError;
  return isInvalid ? new DiscoverError("ManifestInvalid", `the manifest ${shorten(uri)}: ${error.message}`, { cause: error }) : error;
}

/** The end of a long address says more than its beginning. */
function shorten(uri: string): string {
  return uri.length <= 150 ? uri : `…${uri.slice(-150).toWellFormed()}`;
}
