/**
 * A thread of a child process that ends the child's whole process group when the parent has gone: a handler that computes
 * keeps the child's main thread from noticing. Imports nothing of ours, so that it starts fast.
 */
import { workerData } from "node:worker_threads";

const LOOK_MS = 250;

/** workerData: the parent's pid. An orphan gets another parent, so a comparison suffices. */
if (typeof workerData === "number") setInterval(() => endIfOrphan(workerData), LOOK_MS);

function endIfOrphan(parentPid: number): void {
  // Pid 0 is the caller's own group, and this process leads it.
  if (process.ppid !== parentPid) process.kill(0, "SIGKILL");
}
