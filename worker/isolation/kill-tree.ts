/** Ends a child and everything that it started, whatever groups those have made for themselves. */
import { listProcesses, membersOf } from "./process-tree.ts";

/** `leaderPid` leads its group. */
export async function killTree(leaderPid: number): Promise<void> {
  // Asked for first: whose children they were cannot be told of processes whose parent has ended.
  const all = await listProcesses().catch(() => []);
  killGroup(leaderPid);
  const groups = new Set(membersOf(leaderPid, all).map(({ group }) => group));
  for (const group of groups) if (group !== leaderPid) killGroup(group);
}

export function killGroup(leaderPid: number): void {
  // 0, 1 and the parent's own group must never be meant.
  if (leaderPid <= 1 || leaderPid === process.pid) return;
  try {
    process.kill(-leaderPid, "SIGKILL");
  } catch {
    // ESRCH: nobody is left.
  }
}
