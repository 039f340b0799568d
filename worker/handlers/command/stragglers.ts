/**
 * A command may leave a daemon behind, which is in no group or session of its own any more. It still has the environment that
 * the command was started with, and in that a mark. Where there is no /proc, nothing is found.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const VARIABLE = "REAM_COMMAND";
/** Of all commands of this process. */
export const MARK_PREFIX = `${VARIABLE}=${randomUUID()}-`;
/** One look at all processes serves all commands that have ended since the one before. */
const SWEEP_EVERY_MS = 250;

let commands = 0;
const ended = new Set<string>();
let timer: NodeJS.Timeout | undefined;

/** A variable for the environment of one command. */
export function markCommand(): { readonly mark: string; readonly environment: Readonly<Record<string, string>> } {
  commands += 1;
  const mark = `${MARK_PREFIX}${commands}`;
  return { mark, environment: { [VARIABLE]: mark.slice(VARIABLE.length + 1) } };
}

/** The command has ended: what it has left will be ended soon. */
export function endStragglers(mark: string): void {
  ended.add(mark);
  timer ??= setTimeout(sweep, SWEEP_EVERY_MS);
}

/** At once. */
export function sweep(): void {
  clearTimeout(timer);
  timer = undefined;
  const marks = new Set(ended);
  ended.clear();
  if (marks.size > 0) for (const pid of listPids()) if (marks.has(markOf(pid))) kill(pid);
}

function listPids(): number[] {
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) && Number(name) !== process.pid ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Empty for processes without one, and for those of other users. */
function markOf(pid: number): string {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
    const place = environment.indexOf(MARK_PREFIX);
    return place < 0 ? "" : environment.slice(place, environment.indexOf("\0", place));
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ESRCH: it has ended already.
  }
}
