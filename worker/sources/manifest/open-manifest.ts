/** Opens a manifest where it lies: on a volume, or on the web. */
import { DiscoverError } from "../../discover/discover-error.ts";
import { isWebUri, showUri } from "../https/web-address.ts";
import { STRICT_WEB_RULES } from "../https/web-rules.ts";
import type { SourceContext } from "../source.ts";
import { openInside, resolveVolume } from "../volume/open-inside.ts";
import { normalizeRaw, parseVolumeUri, type VolumeAddress } from "../volume/volume-address.ts";
import { readFileChunks } from "./manifest-bytes.ts";
import type { ManifestHome } from "./resolve-uri.ts";

export interface OpenManifest {
  readonly home: ManifestHome;
  readonly chunks: AsyncIterable<Buffer>;
  readonly close: () => Promise<void>;
}

/** Throws DiscoverError for an address that is none of a manifest, and what opening and reading throw. */
export async function openManifest(uri: string, context: SourceContext): Promise<OpenManifest> {
  if (isWebUri(uri)) return openOnWeb(uri, context);
  const address = judgeAddress(uri);
  const home = await findHome(address, context);
  const { handle } = await openInside(context.volumes, address);
  return { home, chunks: readFileChunks(handle, context.signal), close: () => handle.close() };
}

/** Loaded only here: most manifests lie on a volume. */
async function openOnWeb(uri: string, { web = STRICT_WEB_RULES, limits, signal }: SourceContext): Promise<OpenManifest> {
  const [{ WebClient }, { readAnswer }] = await Promise.all([import("../https/web-client.ts"), import("../https/answer-bytes.ts")]);
  const client = new WebClient({ rules: web });
  const close = (): Promise<void> => client.close();
  try {
    const answer = await client.get(uri, { attempt: 1, signal });
    return { home: { address: uri }, chunks: readAnswer(answer, { maxBytes: limits.maxDecompressedBytes }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function judgeAddress(uri: string): VolumeAddress {
  const address = parseVolumeUri(uri);
  if (address === undefined) throw new DiscoverError("ManifestInvalid", `the manifest ${shortenUri(uri)} cannot be read from there; put it on a volume, and write source.manifest.uri as volume://<volume>/<path>, or as https://<host>/<path>`);
  if (address.rawMember !== undefined) throw new DiscoverError("ManifestInvalid", `the manifest ${shortenUri(uri)} lies in an archive; unpack it, and write source.manifest.uri as volume://<volume>/<path>`);
  return address;
}

async function findHome({ volume, rawPath }: VolumeAddress, { volumes }: SourceContext): Promise<ManifestHome> {
  const rawRoot = await resolveVolume(volumes, volume);
  const inside = normalizeRaw(rawPath) ?? "";
  return { volume, rawRoot, rawFolder: inside.slice(0, Math.max(0, inside.lastIndexOf("/"))) };
}

/** For messages. The end of a long address says more than its beginning. */
export function shortenUri(uri: string): string {
  const shown = showUri(uri);
  return shown.length <= 150 ? shown : `…${shown.slice(-150).toWellFormed()}`;
}
