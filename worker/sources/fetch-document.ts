/** Fetches documents by the scheme of their address. */
import { PermanentError } from "../errors.ts";
import type { FetchDocument } from "../handler-setup.ts";
import { ArchiveShelf } from "./archive/archive-shelf.ts";
import { fetchMember } from "./archive/fetch-member.ts";
import { isWebUri } from "./https/web-address.ts";
import { STRICT_WEB_RULES, type WebRules } from "./https/web-rules.ts";
import { fetchVolumeFile } from "./volume/fetch-volume-file.ts";
import { parseVolumeUri } from "./volume/volume-address.ts";

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]{0,30}):\/\//;

export interface FetchDocumentOptions {
  /** Volume name → absolute folder. */
  readonly volumes: ReadonlyMap<string, string>;
  readonly web?: WebRules;
}

export function createFetchDocument({ volumes, web = STRICT_WEB_RULES }: FetchDocumentOptions): FetchDocument {
  const shelf = new ArchiveShelf();
  const fetchWeb = createFetchWeb(web);
  return async (request) => {
    const uri = request.document.uri ?? "";
    if (isWebUri(uri)) return (await fetchWeb())(uri, request);
    const address = parseVolumeUri(uri);
    if (address === undefined) throw new PermanentError("UnsupportedAddress", describeRefusal(request.document.uri));
    if (address.rawMember === undefined) return fetchVolumeFile(volumes, address, request);
    return fetchMember({ ...address, rawMember: address.rawMember }, { volumes, shelf, request });
  };
}

type FetchWeb = (uri: string, request: Parameters<FetchDocument>[0]) => ReturnType<FetchDocument>;

/** Loaded with the first document of the web: most jobs have none, and each child would pay for it. */
function createFetchWeb(rules: WebRules): () => Promise<FetchWeb> {
  let loading: Promise<FetchWeb> | undefined;
  return () => (loading ??= load(rules));
}

async function load(rules: WebRules): Promise<FetchWeb> {
  const [{ WebClient }, { fetchWebFile }] = await Promise.all([import("./https/web-client.ts"), import("./https/fetch-web-file.ts")]);
  const client = new WebClient({ rules });
  return (uri, request) => fetchWebFile(client, uri, request);
}

function describeRefusal(uri: string | undefined): string {
  if (uri === undefined || uri === "") return "the document has no uri; write it as volume://<volume>/<path> or https://<host>/<path>";
  const scheme = SCHEME.exec(uri)?.[1];
  if (scheme === undefined) return "the document's uri has no scheme; write it as volume://<volume>/<path> or https://<host>/<path>";
  if (scheme.toLowerCase() === "volume") return "the document's uri names no file; write it as volume://<volume>/<path>";
  return `documents cannot be fetched from ${scheme}:// addresses; put them on a volume, and write volume://<volume>/<path>`;
}
