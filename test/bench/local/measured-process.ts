/** Runs a command to its end and tells what it took: time, processors, memory of all its processes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { listProcesses, membersOf } from "../../../worker/isolation/process-tree.ts";

export interface ProcessCost {
  readonly exitCode: number | null;
  readonly wallMs: number;
  /** Of it and of all that it started; NaN where the system does not tell. */
  readonly cpuMs: number;
  /** Most resident memory of all its processes together, as seen every LOOK_MS; what they share counts once for each. */
  readonly peakBytes: number;
  /** What it said, the end of it. */
  readonly said: string;
}

const LOOK_MS = 200;
/** Far above what a run takes; one that hangs must not hold up the measurement for ever. */
const TIMEOUT_MS = 10 * 60_000;
const KEPT_CHARACTERS = 4000;
/** Of the kernel's times, on every Linux that Node runs on. */
const TICK_MS = 10;

export async function measureProcess(program: string, args: readonly string[]): Promise<ProcessCost> {
  const cpuBeforeMs = readChildrenCpuMs();
  const startedMs = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout: TIMEOUT_MS });
  let said = "";
  const hear = (text: string): void => void (said = (said + text).slice(-KEPT_CHARACTERS));
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  let peakBytes = 0;
  const look = setInterval(() => void readTreeBytes(child.pid ?? 0).then((bytes) => (peakBytes = Math.max(peakBytes, bytes))), LOOK_MS);
  const [exitCode]: unknown[] = await once(child, "close").finally(() => clearInterval(look));
  const wallMs = performance.now() - startedMs;
  return { exitCode: typeof exitCode === "number" ? exitCode : null, wallMs, cpuMs: readChildrenCpuMs() - cpuBeforeMs, peakBytes, said };
}

async function readTreeBytes(root: number): Promise<number> {
  const members = membersOf(root, await listProcesses());
  return members.reduce((sum, { pid }) => sum + readResidentBytes(pid), 0);
}

function readResidentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s*(\d+)/m.exec(readProc(`${pid}/status`))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** Of processes that this one has waited for, and those that they have waited for. */
function readChildrenCpuMs(): number {
  const stat = readProc("self/stat");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13] ?? NaN) + Number(fields[14] ?? NaN)) * TICK_MS;
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "latin1");
  } catch {
    return "";
  }
}
