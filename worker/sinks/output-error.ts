import { RetryableError, UnavailableError } from "../errors.ts";
import { errorCode } from "../sources/error-code.ts";

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the volume; free some",
  EDQUOT: "the quota of the volume is used up; free some space",
  EROFS: "the volume is read-only; mount it writable",
  EACCES: "permission denied; let the worker's user write there",
  EPERM: "permission denied; let the worker's user write there",
  ENOTDIR: "a file is where a folder has to be",
  EEXIST: "a file is where a folder has to be",
  EISDIR: "a folder is where the file has to be",
  ENOTEMPTY: "a folder is where the file has to be",
  ENAMETOOLONG: "the path is longer than the volume allows; shorten the output's path or the document's id",
  EXDEV: "the scratch folder is on another file system than the output",
  ELOOP: "the path goes round in circles through links",
};

/** What the system says of an output, in the worker's terms; other errors stay as they are. */
export function toOutputError(error: unknown, name: string): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  const remedy = REMEDIES[code];
  if (remedy !== undefined) return new RetryableError("OutputUnwritable", `${describe(name)} cannot be written: ${remedy} (${code})`, { cause: error });
  return new UnavailableError(`${describe(name)} cannot be written (${code})`, { cause: error });
}

/** Empty: the output's own folder. */
function describe(name: string): string {
  if (name === "") return "the output's folder";
  return `the output \`${name.length <= 200 ? name : `…${name.slice(-200).toWellFormed()}`}\``;
}
