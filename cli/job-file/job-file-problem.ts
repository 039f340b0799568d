/** What is wrong in a file of resources, with its place, on one screen. */

export interface JobFileProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `spec.pipeline[0].pool`; empty where the text itself is wrong. */
  readonly path: string;
  readonly message: string;
}

export interface ProblemFile {
  readonly file: string;
  readonly text: string;
}

/** With their lines they still fit a screen of 24 lines. */
const MAX_PROBLEMS = 7;
const MAX_EXCERPT_CHARACTERS = 100;
const UNPRINTABLE = /[\p{Cc}\p{Cf}]/gu;

/** `file:line:col path: message`, in order of the file, each with its line the first time that a line is named. */
export function renderJobFileProblems(problems: readonly JobFileProblem[], source: ProblemFile): string {
  const ordered = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = source.text.split("\n");
  const shown = ordered.slice(0, MAX_PROBLEMS).flatMap((problem, place) => {
    const isSameLine = ordered[place - 1]?.line === problem.line;
    return [renderHead(source.file, problem), ...(isSameLine ? [] : renderExcerpt(lines[problem.line - 1] ?? "", problem))];
  });
  const more = ordered.length - MAX_PROBLEMS;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}

function renderHead(file: string, { line, column, path, message }: JobFileProblem): string {
  return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message.replace(UNPRINTABLE, "\u{fffd}")}`;
}

/** The line as it stands there, with a mark below the place; cut around the place where it is long. */
function renderExcerpt(line: string, { line: number, column }: JobFileProblem): string[] {
  const from = column > MAX_EXCERPT_CHARACTERS - 20 ? column - MAX_EXCERPT_CHARACTERS / 2 : 0;
  // One character for one, so that the mark stays below its place.
  const excerpt = line.slice(from, from + MAX_EXCERPT_CHARACTERS).replace(UNPRINTABLE, " ");
  if (excerpt.trim() === "") return [];
  const margin = `  ${number} | `;
  return [`${margin}${excerpt.trimEnd()}`, `${" ".repeat(margin.length + column - 1 - from)}^`];
}
