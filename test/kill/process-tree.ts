/** A process and all that it started, through /proc: stopped, looked at, killed. */
import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** Descendants first met through their parents; a child that made a group of its own is among them. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Signals each of them; one that is gone already is no error. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) signalOne(pid, signal);
}

/** Stops the whole tree: looked at again until nothing new has appeared meanwhile. */
export function freeze(root: number): number[] {
  let frozen: number[] = [];
  for (let look = 0; look < 10; look += 1) {
    const tree = treeOf(root);
    signalAll(tree, "SIGSTOP");
    if (tree.length === frozen.length) return tree;
    frozen = tree;
  }
  return frozen;
}

/** Running, sleeping or stopped; what is dead and not yet collected does not count. */
export function isAlive(pid: number): boolean {
  const state = readText(`/proc/${pid}/stat`)?.replace(/^.*\) /s, "")[0];
  return state !== undefined && state !== "Z" && state !== "X";
}

export interface SystemCall {
  readonly number: number;
  /** Path behind its first argument, where that is an open file. */
  readonly path: string;
}

/** What each thread of a stopped process is in the middle of. */
export function callsOf(pid: number): SystemCall[] {
  return listNames(`/proc/${pid}/task`).flatMap((thread) => {
    const words = readText(`/proc/${pid}/task/${thread}/syscall`)?.split(" ") ?? [];
    const number = Number(words[0]);
    return Number.isInteger(number) ? [{ number, path: linkOf(`/proc/${pid}/fd/${Number(words[1])}`) }] : [];
  });
}

function parentOf(pid: number): number | undefined {
  const fields = readText(`/proc/${pid}/stat`)?.replace(/^.*\) /s, "").split(" ");
  return fields?.[0] === "Z" ? undefined : Number(fields?.[1]);
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone.
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function listNames(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
