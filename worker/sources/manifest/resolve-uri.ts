import { isInside, normalizeRaw, toRaw, toVolumeUri } from "../volume/volume-address.ts";

/** Where a manifest lies. */
export interface ManifestHome {
  readonly volume: string;
  /** The volume's folder, absolute, raw. */
  readonly rawRoot: string;
  /** The manifest's folder in the volume, raw. */
  readonly rawFolder: string;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const DRIVE = /^[A-Za-z]:[\\/]/;

/**
 * An address with a scheme stays as it is. One without is a path, taken as it is written: relative to the manifest's own
 * folder, or absolute inside its volume. Throws an Error that says what is wrong, and the remedy.
 */
export function resolveUri(uri: string, { volume, rawRoot, rawFolder }: ManifestHome): string {
  if (SCHEME.test(uri)) return uri;
  const raw = toRaw(uri);
  if (raw.startsWith("/") || DRIVE.test(uri)) return resolveAbsolute(raw, { volume, rawRoot });
  const inside = normalizeRaw(`${rawFolder}/${raw}`);
  if (inside === undefined) throw new Error(`the path \`${shorten(uri)}\` leads out of the volume \`${volume}\`; documents must lie on a volume of the job's pools`);
  return toVolumeUri(volume, inside);
}

function resolveAbsolute(raw: string, { volume, rawRoot }: Pick<ManifestHome, "volume" | "rawRoot">): string {
  const normal = raw.startsWith("/") ? normalizeRaw(raw) : undefined;
  const path = `/${normal ?? ""}`;
  if (normal !== undefined && path !== rawRoot && isInside(rawRoot, path)) return toVolumeUri(volume, path.slice(rawRoot === "/" ? 1 : rawRoot.length + 1));
  const shown = shorten(Buffer.from(raw, "latin1").toString("utf8"));
  throw new Error(`the path \`${shown}\` is absolute, and not inside the volume \`${volume}\`; write it relative to the manifest's folder, or as volume://<volume>/<path>`);
}

function shorten(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 200).toWellFormed()}…`;
}
