import { isInside, normalizeRaw, splitMember, toRaw, toVolumeUri } from "../volume/volume-address.ts";

/** Where a manifest lies. */
export type ManifestHome = VolumeHome | WebHome;

export interface VolumeHome {
  readonly volume: string;
  /** The volume's folder, absolute, raw. */
  readonly rawRoot: string;
  /** The manifest's folder in the volume, raw. */
  readonly rawFolder: string;
}

export interface WebHome {
  /** The manifest's own address, as the job writes it: where it redirects to may be another place each time. */
  readonly address: string;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const DRIVE = /^[A-Za-z]:[\\/]/;

/**
 * An address with a scheme stays as it is. One without is relative to the manifest's own folder: on a volume a path, taken as
 * it is written, or absolute inside its volume, and perhaps with a member of an archive; on the web, as links in a page are.
 * Throws an Error that says what is wrong, and the remedy.
 */
export function resolveUri(uri: string, home: ManifestHome): string {
  if (SCHEME.test(uri)) return uri;
  if ("address" in home) return resolveOnWeb(uri, home);
  const { path, member } = splitMember(uri);
  const rawPath = resolvePath(path, home);
  return toVolumeUri(home.volume, rawPath, member === undefined ? undefined : toRaw(member));
}

function resolvePath(path: string, { volume, rawRoot, rawFolder }: VolumeHome): string {
  const raw = toRaw(path);
  if (raw.startsWith("/") || DRIVE.test(path)) return resolveAbsolute(raw, { volume, rawRoot });
  const inside = normalizeRaw(`${rawFolder}/${raw}`);
  if (inside !== undefined) return inside;
  throw new Error(`the path \`${shorten(path)}\` leads out of the volume \`${volume}\`; documents must lie on a volume of the job's pools`);
}

function resolveAbsolute(raw: string, { volume, rawRoot }: Pick<VolumeHome, "volume" | "rawRoot">): string {
  const normal = raw.startsWith("/") ? normalizeRaw(raw) : undefined;
  const path = `/${normal ?? ""}`;
  if (normal !== undefined && path !== rawRoot && isInside(rawRoot, path)) return path.slice(rawRoot === "/" ? 1 : rawRoot.length + 1);
  const shown = shorten(Buffer.from(raw, "latin1").toString("utf8"));
  throw new Error(`the path \`${shown}\` is absolute, and not inside the volume \`${volume}\`; write it relative to the manifest's folder, or as volume://<volume>/<path>`);
}

function resolveOnWeb(uri: string, { address }: WebHome): string {
  const url = URL.parse(uri, address);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`\`${shorten(uri)}\` is no address; write it relative to the manifest's, or as https://<host>/<path>`);
  return url.href;
}

function shorten(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 200).toWellFormed()}…`;
}
