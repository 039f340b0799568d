/** Starts `./ream` as a person would, as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ProcessWatch, type TreeMemory } from "./process-watch.ts";

const LAUNCHER = fileURLToPath(new URL("../../../../ream", import.meta.url));
/** A run that hangs must not hang the tests: it is killed and fails them. */
const DEFAULT_TIMEOUT_MS = 90_000;

export interface ReamEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly millis: number;
  readonly memory: TreeMemory;
  readonly parentPeakBytes: number;
  /** Processes of the run that are still there a moment after its end, as `pid command`. */
  readonly left: readonly string[];
}

export interface ReamOptions {
  /** Beside PATH and HOME: nothing else of the test's own environment gets through. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A command that becomes the program whose words come behind its own: what takes rights away. */
  readonly through?: readonly string[];
  readonly timeoutMs?: number;
}

export interface RunningReam {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<ReamEnd>;
}

export function runReam(words: readonly string[], options: ReamOptions = {}): Promise<ReamEnd> {
  return startReam(words, options).ended;
}

export function startReam(words: readonly string[], { environment = {}, cwd, through = [], timeoutMs = DEFAULT_TIMEOUT_MS }: ReamOptions = {}): RunningReam {
  const { PATH = "", HOME = "" } = process.env;
  const startedMs = performance.now();
  const [command = LAUNCHER, ...args] = [...through, LAUNCHER, ...words];
  const child = spawn(command, args, { env: { PATH, HOME, ...environment }, stdio: ["ignore", "pipe", "pipe"], detached: true, ...(cwd === undefined ? {} : { cwd }) });
  const watch = new ProcessWatch(child.pid ?? 0);
  const written = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text));
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const ended = finish().finally(() => {
    clearTimeout(timer);
    watch.stop();
  });
  return { pid: child.pid ?? 0, process: child, stdout: () => written.stdout, stderr: () => written.stderr, ended };

  async function finish(): Promise<ReamEnd> {
    const [exitCode, signal]: unknown[] = await once(child, "exit");
    const millis = performance.now() - startedMs;
    const left = await untilGone(watch);
    // A process that was left behind may hold the pipes.
    child.stdout.destroy();
    child.stderr.destroy();
    const { memory, parentPeakBytes } = watch;
    return { exitCode: exitCode as number | null, signal: signal as NodeJS.Signals | null, ...written, millis, memory, parentPeakBytes, left };
  }
}

const GONE_WITHIN_MS = 2000;
const LOOK_MS = 25;

/** What was killed last needs a moment to be gone. */
async function untilGone(watch: ProcessWatch): Promise<string[]> {
  const giveUpMs = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const living = watch.living();
    if (living.length === 0 || performance.now() > giveUpMs) return living.map(({ pid, command }) => `${pid} ${command}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Waits until `condition` holds of a run that goes on; throws with what the run said when it ends first. */
export async function untilDuring(run: RunningReam, condition: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const giveUpMs = performance.now() + timeoutMs;
  while (!(await condition())) {
    const isOver = run.process.exitCode !== null || run.process.signalCode !== null;
    if (isOver || performance.now() > giveUpMs) throw new Error(`the run ${isOver ? "ended" : "went on"} without what was waited for:\n${run.stdout()}\n${run.stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
