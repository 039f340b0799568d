/** Runs one foreign command for one document: bounded output, its whole process group ended with the task. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../../errors.ts";
import { endGroup } from "./end-group.ts";
import { guardGroup } from "./orphan-guard.ts";

export interface CommandRun {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing of the worker's own is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string | Uint8Array;
  /** The command is ended when it writes more. */
  readonly maxStdoutBytes: number;
  readonly signal: AbortSignal;
}

/** How the command ended: by itself with `exitCode`, or killed by the signal `killedBy`. */
export interface CommandEnd {
  readonly exitCode: number | undefined;
  readonly killedBy: string | undefined;
  /** At most `maxStdoutBytes`. */
  readonly stdout: Buffer;
  readonly isStdoutTooLong: boolean;
  /** The last few KiB. */
  readonly stderr: Buffer;
}

const KEPT_STDERR_BYTES = 4096;
/** A grandchild that left the group can hold the pipes open for ever. */
const CLOSE_TIMEOUT_MS = 2000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Throws UnavailableError when the command cannot be started, and the signal's reason when it was aborted. */
export async function runCommand(run: CommandRun): Promise<CommandEnd> {
  run.signal.throwIfAborted();
  const child = await start(run);
  const pid = child.pid ?? 0;
  const end = (): void => endGroup(pid);
  const release = guardGroup(pid);
  run.signal.addEventListener("abort", end, { once: true });
  // While it was started nobody listened.
  if (run.signal.aborted) end();
  try {
    return await collect(child, run);
  } finally {
    run.signal.removeEventListener("abort", end);
    end();
    release();
  }
}

async function start({ command, args, environment }: CommandRun): Promise<Child> {
  // A group of its own, so that all that the command starts can be ended with it.
  const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", "pipe"], detached: true });
  // EPIPE: a command need not read what it is given.
  child.stdin.on("error", () => undefined);
  try {
    await once(child, "spawn");
    return child;
  } catch (error) {
    throw new UnavailableError(`the command \`${command}\` cannot be started on this worker: ${whyNot(error)}`, { cause: error });
  }
}

async function collect(child: Child, run: CommandRun): Promise<CommandEnd> {
  const closed = once(child, "close");
  const exited = once(child, "exit");
  const stdout = keepFirst(child.stdout, run.maxStdoutBytes, () => endGroup(child.pid ?? 0));
  const stderr = keepLast(child.stderr, KEPT_STDERR_BYTES);
  child.stdin.end(run.stdin);
  const [exitCode, killedBy]: unknown[] = await exited;
  // What it left running in the background holds its pipes, and must not outlive the document.
  endGroup(child.pid ?? 0);
  await closeWithin(child, closed);
  run.signal.throwIfAborted();
  return {
    exitCode: typeof exitCode === "number" ? exitCode : undefined,
    killedBy: typeof killedBy === "string" ? killedBy : undefined,
    stdout: stdout.bytes(),
    isStdoutTooLong: stdout.isTooLong(),
    stderr: stderr(),
  };
}

async function closeWithin(child: Child, closed: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([closed, delay(CLOSE_TIMEOUT_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
  child.stdout.destroy();
  child.stderr.destroy();
}

function keepFirst(stream: Readable, maxBytes: number, onTooLong: () => void): { bytes: () => Buffer; isTooLong: () => boolean } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else onTooLong();
  });
  return { bytes: () => Buffer.concat(chunks), isTooLong: () => bytes > maxBytes };
}

function keepLast(stream: Readable, maxBytes: number): () => Buffer {
  let kept = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk.subarray(-maxBytes)]).subarray(-maxBytes);
  });
  return () => kept;
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return "it is not installed there (or not in PATH)";
  if (code === "EACCES") return "it is not executable";
  return code || "unknown error";
}
