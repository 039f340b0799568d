/**
 * Where a stopped run is, told by evidence alone:
 * - append: a thread is inside write, pwrite or fdatasync of the ledger's file;
 * - output: a file of a task lies staged and not in its place yet;
 * - finalize: the new results lie unpublished, or the round is sealed in the ledger and not finalized.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { callsOf } from "./process-tree.ts";

export interface Evidence {
  readonly append: boolean;
  readonly output: boolean;
  readonly finalize: boolean;
}

export type Moment = keyof Evidence;

/** write, pwrite64, writev, fsync, fdatasync, pwritev on x86-64. */
const WRITING_CALLS = new Set([1, 18, 20, 74, 75, 296]);

/** `root` is the run's own process, stopped. */
export function findEvidence(root: number, output: string): Evidence {
  const state = join(output, ".ream");
  const append = callsOf(root).some((call) => WRITING_CALLS.has(call.number) && call.path === join(state, "ledger.jsonl"));
  const tasks = filesBelow(join(state, "tasks"));
  const isFinalize = (file: string): boolean => file.startsWith("finalize-");
  return { append, output: tasks.some((file) => !isFinalize(file)), finalize: tasks.some(isFinalize) || isSealedOnly(join(state, "ledger.jsonl")) };
}

function isSealedOnly(ledger: string): boolean {
  if (!existsSync(ledger)) return false;
  const text = readFileSync(ledger, "utf8");
  return text.includes('"type":"Sealed"') && !text.includes('"type":"Finalized"');
}

/** Children of the stopped process go on for now: what they remove meanwhile is no evidence. */
function filesBelow(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  } catch {
    return [];
  }
}
