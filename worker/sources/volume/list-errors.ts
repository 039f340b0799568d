/** Why a volume cannot be listed. */
import { MAX_URI_CHARACTERS } from "../../../contract/wire/manifest.ts";
import { DiscoverError } from "../../discover/discover-error.ts";
import { PermanentError, UnavailableError } from "../../errors.ts";
import { toVolumeId } from "./volume-address.ts";

/** What opening says of a volume, as the reason of a listing. */
export function toDiscoverError(error: unknown): never {
  if (error instanceof PermanentError) throw new DiscoverError("ManifestInvalid", error.message, { cause: error });
  if (error instanceof UnavailableError) throw new DiscoverError("SourceUnavailable", error.message, { cause: error });
  throw error;
}

/** Throws DiscoverError. */
export function refuseLongUri(uri: string, rawPath: string): void {
  if (uri.length > MAX_URI_CHARACTERS) throw new DiscoverError("ManifestInvalid", `the path of \`${toVolumeId(rawPath)}\` is too long; rename it, or leave it out with exclude`);
}
