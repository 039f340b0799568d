/** What is wrong with a resource, and where: for the person who wrote it. */
export interface Problem {
  /** As people write it: `spec.pipeline[1].name`; empty for the resource itself. */
  readonly path: string;
  /** "must …", without the path. */
  readonly message: string;
}

export function formatProblem({ path, message }: Problem): string {
  return path === "" ? message : `${path}: ${message}`;
}

export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((written, step) => written + formatStep(step, written === ""), "");
}

/** Names come from users; a longer one is cut. */
const MAX_STEP_CHARACTERS = 64;

/** Names with dots and slashes, such as labels, stand in brackets: they would read as several levels. */
function formatStep(step: PropertyKey, isFirst: boolean): string {
  const written = String(step).slice(0, MAX_STEP_CHARACTERS);
  if (typeof step === "number" || !/^[A-Za-z0-9_-]*$/.test(written)) return `[${written}]`;
  return isFirst ? written : `.${written}`;
}
