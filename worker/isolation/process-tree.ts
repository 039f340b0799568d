/** Which processes belong to a child, and what memory they hold, read from /proc; `ps` where there is none. */
import { execFile } from "node:child_process";
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { promisify } from "node:util";

export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  /** 0 where the system does not tell. */
  readonly session: number;
}

const hasProc = process.platform === "linux";

/** Every process of the machine (of the container, in one), but for `except`. */
export async function listProcesses(except: ReadonlySet<number> = new Set()): Promise<ProcessEntry[]> {
  if (!hasProc) return (await runPs()).map(({ pid, parentPid, group }) => ({ pid, parentPid, group, session: 0 }));
  const pids = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
  return pids.flatMap((pid) => (except.has(pid) ? [] : (readEntry(pid) ?? [])));
}

/** Root, its descendants, and whatever shares a group or session that one of these leads. Root may have ended. */
export function membersOf(root: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  const members = new Set([root]);
  for (let before = 0; before < members.size; ) {
    before = members.size;
    for (const entry of all) if (members.has(entry.parentPid) || members.has(entry.group) || members.has(entry.session)) members.add(entry.pid);
  }
  return all.filter(({ pid }) => members.has(pid));
}

/** Memory that the kernel cannot take back by dropping pages of files; a process that has gone holds none. */
export async function memoryBytesOf(pids: readonly number[]): Promise<number> {
  if (hasProc) return pids.reduce((sum, pid) => sum + readMemoryBytes(pid), 0);
  const wanted = new Set(pids);
  return (await runPs()).reduce((sum, entry) => sum + (wanted.has(entry.pid) ? entry.memoryBytes : 0), 0);
}

function readMemoryBytes(pid: number): number {
  const status = readProc(pid, "status");
  const anonymous = kibibytesOf(status, "RssAnon");
  const ownKiB = anonymous === undefined ? (kibibytesOf(status, "VmRSS") ?? 0) : anonymous + (kibibytesOf(status, "RssShmem") ?? 0);
  return ownKiB * 1024;
}

function kibibytesOf(status: string, field: string): number | undefined {
  const at = status.indexOf(`${field}:`);
  return at === -1 ? undefined : Number.parseInt(status.slice(at + field.length + 1, at + field.length + 24), 10);
}

/** `pid (command) state ppid pgrp session …`; the command may hold anything, brackets too. */
function readEntry(pid: number): ProcessEntry | undefined {
  const stat = readProc(pid, "stat");
  const [state, parentPid, group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ", 4);
  if (state === undefined || session === undefined || state === "Z") return undefined;
  return { pid, parentPid: Number(parentPid), group: Number(group), session: Number(session) };
}

/** Files there are small; a list of all processes reads hundreds of them, several times a second. */
const room = Buffer.allocUnsafe(16 * 1024);

function readProc(pid: number, file: "stat" | "status"): string {
  let opened: number | undefined;
  try {
    opened = openSync(`/proc/${pid}/${file}`, "r");
    return room.toString("latin1", 0, readSync(opened, room, 0, room.length, 0));
  } catch {
    return "";
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

interface PsEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly memoryBytes: number;
}

const PS_TIMEOUT_MS = 2000;
const runFile = promisify(execFile);

async function runPs(): Promise<PsEntry[]> {
  const { stdout } = await runFile("ps", ["-axo", "pid=,ppid=,pgid=,rss="], { timeout: PS_TIMEOUT_MS, maxBuffer: 4 * 1024 * 1024 });
  return stdout.split("\n").flatMap((line) => {
    const [pid, parentPid, group, memoryKiB] = line.trim().split(/\s+/).map(Number);
    if (pid === undefined || parentPid === undefined || group === undefined || memoryKiB === undefined) return [];
    return [{ pid, parentPid, group, memoryBytes: memoryKiB * 1024 }];
  });
}
