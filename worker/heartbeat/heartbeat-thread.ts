/** Says `working()` for every live lease, once a second, from a thread that handlers cannot block. */
import { parentPort, workerData } from "node:worker_threads";
import type { HeartbeatTarget } from "../ports.ts";
import { type LeaseBoard, liveSequences, nowTenths } from "./lease-board.ts";

export interface HeartbeatThreadData {
  readonly board: LeaseBoard;
  readonly target: HeartbeatTarget;
  readonly intervalMs: number;
}

/** The thread's first and only message: it beats from now on. */
export const HEARTBEAT_READY = "ready";

interface TargetModule {
  readonly connect: (data: unknown) => ((sequence: number) => void) | Promise<(sequence: number) => void>;
}

async function beatFor({ board, target, intervalMs }: HeartbeatThreadData): Promise<void> {
  const module = (await import(target.module)) as TargetModule;
  const beat = await module.connect(target.data);
  setInterval(() => {
    for (const sequence of liveSequences(board, nowTenths())) beat(sequence);
  }, intervalMs);
  parentPort?.postMessage(HEARTBEAT_READY, []);
}

// Absent where this file is imported for its types and constants only.
if (parentPort !== null && isThreadData(workerData)) await beatFor(workerData);

function isThreadData(data: unknown): data is HeartbeatThreadData {
  return typeof data === "object" && data !== null && "board" in data && "target" in data && "intervalMs" in data;
}
