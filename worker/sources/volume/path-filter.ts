/** Which paths below a listed folder are taken: glob patterns, matched against the whole path below it. */
import picomatch from "picomatch";
import { DiscoverError } from "../../discover/discover-error.ts";

export interface PathFilter {
  /** Patterns take it, and it is not hidden (a name that begins with a dot) unless a pattern asks for such a name. */
  readonly takes: (path: string) => boolean;
  /** No pattern could take anything below this folder. */
  readonly leavesOut: (folder: string) => boolean;
  /** All of an archive is left out: by its name, or as a folder would be. */
  readonly leavesOutArchive: (archive: string) => boolean;
  /** An archive is a folder to patterns; one that `include` names by its own name is taken with all that is in it. */
  readonly takesMember: (archive: string, member: string) => boolean;
}

export interface Globs {
  /** Empty: every file. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** In a pattern, `.` where a name begins: the user asks for hidden names. */
const ASKS_FOR_HIDDEN = /(^|[/{,(|])\\?\./;
const HIDDEN = /(^|\/)\./;
/** `.` of a regular expression, which patterns become, does not match these; a name may hold them. */
const LINE_ENDS = /[\n\r\u2028\u2029]/g;

/** Throws DiscoverError where a pattern cannot be read. */
export function createPathFilter({ include, exclude }: Globs): PathFilter {
  const takes = matcher("include", include.length === 0 ? ["**"] : include, { dot: false });
  const leaves = matcher("exclude", exclude, { dot: true });
  const wholeFolders = exclude.map(wholeFolder).flatMap((glob) => (glob.endsWith("/**") ? [glob.slice(0, -3)] : []));
  const leavesFolder = matcher("exclude", exclude.includes("**") ? ["**"] : wholeFolders, { dot: true });
  const seesHidden = include.some((glob) => ASKS_FOR_HIDDEN.test(glob.replace(/^\.\//, "")));
  const leavesOut = (folder: string): boolean => (!seesHidden && HIDDEN.test(folder)) || leavesFolder(folder);
  return {
    takes: (path) => takes(path) && !leaves(path),
    leavesOut,
    leavesOutArchive: (archive) => leavesOut(archive) || leaves(archive),
    takesMember: (archive, member) => {
      const path = `${archive}/${member}`;
      return (takes(path) || (takes(archive) && !HIDDEN.test(member))) && !leaves(path);
    },
  };
}

function matcher(field: string, globs: readonly string[], { dot }: { dot: boolean }): (path: string) => boolean {
  const matches = globs.map((glob) => compile(field, glob, dot));
  return (path) => {
    const line = path.replace(LINE_ENDS, "\u0001");
    return matches.some((match) => match(line));
  };
}

function compile(field: string, glob: string, dot: boolean): (path: string) => boolean {
  try {
    return picomatch(wholeFolder(glob), { dot, nonegate: true });
  } catch (error) {
    throw new DiscoverError("ManifestInvalid", `the source's ${field} has a pattern that cannot be read: \`${glob}\``, { cause: error });
  }
}

/** `2024/` means all that is in it. */
function wholeFolder(glob: string): string {
  return glob.endsWith("/") ? `${glob}**` : glob;
}
