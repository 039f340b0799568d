/** Watches the processes of a run from outside, through /proc: what memory they hold together, and whether any outlives it. */
import { readFileSync, readdirSync } from "node:fs";

export interface SeenProcess {
  readonly pid: number;
  /** With the pid it tells a process from a later one of the same number. */
  readonly startTicks: string;
  readonly command: string;
}

interface Entry extends SeenProcess {
  readonly parentPid: number;
  readonly group: number;
  readonly session: number;
  readonly residentBytes: number;
}

export interface TreeMemory {
  /** Resident memory of all processes added up; pages that they share count in each. */
  readonly peakBytes: number;
  readonly peakProcesses: number;
  readonly samples: number;
}

const PAGE_BYTES = 4096;
const SAMPLE_MS = 40;

/** State: everything that was ever seen in the tree, so that a process that has left it is still known. */
export class ProcessWatch {
  readonly #root: number;
  readonly #seen = new Map<string, SeenProcess>();
  readonly #timer: NodeJS.Timeout;
  #memory: TreeMemory = { peakBytes: 0, peakProcesses: 0, samples: 0 };
  #parentPeakBytes = 0;

  constructor(rootPid: number) {
    this.#root = rootPid;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  get memory(): TreeMemory {
    return this.#memory;
  }

  /** Of the root process alone. */
  get parentPeakBytes(): number {
    return this.#parentPeakBytes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Of all that was ever seen in the tree. */
  living(): SeenProcess[] {
    return [...this.#seen.values()].filter(({ pid, startTicks }) => readEntry(pid)?.startTicks === startTicks);
  }

  #sample(): void {
    const all = listEntries();
    const tree = treeOf(this.#root, all, new Set([...this.#seen.values()].map(({ pid }) => pid)));
    for (const { pid, startTicks, command } of tree) this.#seen.set(`${pid} ${startTicks}`, { pid, startTicks, command });
    const bytes = tree.reduce((sum, entry) => sum + entry.residentBytes, 0);
    const { peakBytes, peakProcesses, samples } = this.#memory;
    this.#memory = { peakBytes: Math.max(peakBytes, bytes), peakProcesses: Math.max(peakProcesses, tree.length), samples: samples + 1 };
    this.#parentPeakBytes = Math.max(this.#parentPeakBytes, tree.find(({ pid }) => pid === this.#root)?.residentBytes ?? 0);
  }
}

/** Processes whose environment holds this text; they may have left every group and session of the run. */
export function processesWithEnvironment(text: string): SeenProcess[] {
  return listEntries().filter(({ pid }) => readProc(pid, "environ").includes(text));
}

/** Its descendants, and members of groups and sessions that one of them, or one known before, leads. */
function treeOf(root: number, all: readonly Entry[], known: ReadonlySet<number>): Entry[] {
  const members = new Set([root]);
  for (let before = 0; before < members.size; ) {
    before = members.size;
    for (const { pid, parentPid, group, session } of all) {
      if ([parentPid, group, session].some((leader) => members.has(leader) || known.has(leader))) members.add(pid);
    }
  }
  return all.filter(({ pid }) => members.has(pid));
}

function listEntries(): Entry[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readEntry(Number(name)) ?? []) : []));
}

/** `pid (command) state ppid pgrp session …`, start time is field 22, resident pages field 24. A zombie is no process any more. */
function readEntry(pid: number): Entry | undefined {
  const stat = readProc(pid, "stat");
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  const [state, parentPid, group, session] = fields;
  if (end === -1 || state === "Z" || state === "X") return undefined;
  const command = stat.slice(stat.indexOf("(") + 1, end);
  return { pid, command, parentPid: Number(parentPid), group: Number(group), session: Number(session), startTicks: fields[19] ?? "", residentBytes: Number(fields[21] ?? 0) * PAGE_BYTES };
}

function readProc(pid: number, file: "stat" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return "";
  }
}
