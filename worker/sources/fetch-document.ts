/** Fetches documents by the scheme of their address. */
import { PermanentError } from "../errors.ts";
import type { FetchDocument } from "../handler-setup.ts";
import { fetchVolumeFile } from "./volume/fetch-volume-file.ts";
import { parseVolumeUri } from "./volume/volume-address.ts";

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]{0,30}):\/\//;

/** `volumes`: volume name → absolute folder. */
export function createFetchDocument({ volumes }: { readonly volumes: ReadonlyMap<string, string> }): FetchDocument {
  return async (request) => {
    const address = parseVolumeUri(request.document.uri ?? "");
    if (address === undefined) throw new PermanentError("UnsupportedAddress", describeRefusal(request.document.uri));
    return fetchVolumeFile(volumes, address, request);
  };
}

function describeRefusal(uri: string | undefined): string {
  if (uri === undefined || uri === "") return "the document has no uri; write it as volume://<volume>/<path>";
  const scheme = SCHEME.exec(uri)?.[1];
  if (scheme === undefined) return "the document's uri has no scheme; write it as volume://<volume>/<path>";
  if (scheme.toLowerCase() === "volume") return "the document's uri names no file; write it as volume://<volume>/<path>";
  return `documents cannot be fetched from ${scheme}:// addresses; put them on a volume, and write volume://<volume>/<path>`;
}
