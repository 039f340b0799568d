/** Ends a process that was started with `detached`, and all that it started, at once. */
export function endGroup(leaderPid: number): void {
  // 0 and 1 would mean this process's own group, and everything.
  if (leaderPid <= 1) return;
  try {
    process.kill(-leaderPid, "SIGKILL");
  } catch {
    // ESRCH: it has ended already.
  }
}
