/**
 * Commands run in process groups of their own, so they would live on when this process is killed with SIGKILL. A shell
 * that waits on a pipe from this process ends them then, and the daemons that they have left: the kernel closes the pipe
 * whatever the end was.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { MARK_PREFIX } from "./stragglers.ts";

const SCRIPT = `
live=""
while read -r change group; do
  rest=""
  for other in $live; do [ "$other" = "$group" ] || rest="$rest $other"; done
  live="$rest"
  [ "$change" = "+" ] && live="$live $group"
done
for group in $live; do kill -s KILL -- "-$group"; done
for environment in /proc/[0-9]*/environ; do
  grep -qsaF "$MARK" "$environment" || continue
  process="\${environment#/proc/}"
  [ "\${process%/environ}" = "$$" ] || kill -s KILL "\${process%/environ}"
done
`;

let guard: ChildProcess | undefined;

/** To be called before a group is started: starting the guard takes longer than a process that is killed has. */
export function readyGuard(): ChildProcess {
  guard ??= startGuard();
  return guard;
}

/** Ends the group when this process ends, unless it is released before. */
export function guardGroup(leaderPid: number): () => void {
  tell(`+ ${leaderPid}\n`);
  return () => tell(`- ${leaderPid}\n`);
}

function tell(line: string): void {
  readyGuard().stdin?.write(line);
}

/** One for the whole process, in a session of its own, so that Ctrl-C on the terminal does not reach it. */
function startGuard(): ChildProcess {
  const shell = spawn("/bin/sh", ["-c", SCRIPT], { stdio: ["pipe", "ignore", "ignore"], env: { PATH: process.env["PATH"] ?? "", MARK: MARK_PREFIX }, detached: true });
  const forget = (): void => {
    if (guard === shell) guard = undefined;
  };
  shell.on("error", forget).on("exit", forget);
  shell.stdin.on("error", forget);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return shell;
}
