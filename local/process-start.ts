/** When a process started: with its id, the identity of a process, which an id alone is not. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const PS_TIMEOUT_MS = 5_000;

/** An opaque text, equal as long as the process is the same. Undefined when there is no such process, or nobody can tell. */
export async function processStart(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
}

async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, "latin1"), readFile("/proc/sys/kernel/random/boot_id", "latin1")]);
    return startFromStat(stat, boot.trim());
  } catch {
    return undefined;
  }
}

/** Ticks count from the machine's start, so the boot belongs to them. A zombie has ended already. */
export function startFromStat(stat: string, boot: string): string | undefined {
  // The name in parentheses is free text, which may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields[19];
  return fields[0] === "Z" || ticks === undefined ? undefined : `${boot}:${ticks}`;
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)], { timeout: PS_TIMEOUT_MS, env: { LC_ALL: "C", PATH: process.env["PATH"] } });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
