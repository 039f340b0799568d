/** Looks at all processes of a run, second after second. */
import { readdirSync, readFileSync } from "node:fs";

export interface Look {
  readonly seconds: number;
  /** Resident memory of all processes added up, in MiB; pages that they share count in each. */
  readonly mebibytes: number;
  readonly descriptors: number;
  readonly processes: number;
}

const MEBIBYTE = 1024 * 1024;
const PAGE_BYTES = 4096;

export function lookAtRun(rootPid: number, seconds: number): Look {
  const tree = treeOf(rootPid);
  const bytes = tree.reduce((sum, pid) => sum + residentBytes(pid), 0);
  return { seconds, mebibytes: Math.round(bytes / MEBIBYTE), descriptors: tree.reduce((sum, pid) => sum + countDescriptors(pid), 0), processes: tree.length };
}

function treeOf(root: number): number[] {
  const parents = new Map(readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [[Number(name), parentOf(Number(name))] as const] : [])));
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

function parentOf(pid: number): number {
  const stat = readOr(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

function residentBytes(pid: number): number {
  return Number(readOr(`/proc/${pid}/statm`).split(" ")[1] ?? 0) * PAGE_BYTES;
}

function countDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
