/** Runs one foreign command for one document: bounded output, its whole process group ended with the task. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../../errors.ts";
import { endGroup } from "./end-group.ts";
import { guardGroup, readyGuard } from "./orphan-guard.ts";
import { markCommand } from "./stragglers.ts";

export interface CommandRun {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: of the worker's own only a mark is added, where there is none. */
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
  readyGuard();
  // A group of its own, so that all that the command starts can be ended with it.
  const child = spawn(run.command, run.args, { env: { ...markCommand().environment, ...run.environment }, stdio: ["pipe", "pipe", "pipe"], detached: true });
  const { pid } = child;
  if (pid === undefined) throw await whyNotStarted(child, run.command);
  // Before anything is waited for: this process may be killed at any moment, and the command runs already. Until here it is known by its mark.
  const release = guardGroup(pid);
  const end = (): void => endGroup(pid);
  run.signal.addEventListener("abort", end, { once: true });
  try {
    return await collect(child, pid, run);
  } finally {
    run.signal.removeEventListener("abort", end);
    end();
    release();
  }
}

async function whyNotStarted(child: Child, command: string): Promise<UnavailableError> {
  const [cause]: unknown[] = await once(child, "error");
  return new UnavailableError(`the command \`${command}\` cannot be started on this worker: ${whyNot(cause)}`, { cause });
}

async function collect(child: Child, pid: number, run: CommandRun): Promise<CommandEnd> {
  const closed = once(child, "close");
  const exited = once(child, "exit");
  const stdout = keepFirst(child.stdout, run.maxStdoutBytes, () => endGroup(pid));
  const stderr = keepLast(child.stderr, KEPT_STDERR_BYTES);
  // EPIPE: a command need not read what it is given.
  child.stdin.on("error", () => undefined).end(run.stdin);
  const [exitCode, killedBy]: unknown[] = await exited;
  // What it left running in the background holds its pipes, and must not outlive the document.
  endGroup(pid);
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
