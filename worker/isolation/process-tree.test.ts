import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { listProcesses, membersOf, memoryBytesOf, type ProcessEntry } from "./process-tree.ts";

function entry(pid: number, parentPid: number, group = pid, session = group): ProcessEntry {
  return { pid, parentPid, group, session };
}

test.each([
  { name: "children and their children", all: [entry(10, 1), entry(11, 10, 10), entry(12, 11, 10)], want: [10, 11, 12] },
  { name: "a child in a group of its own", all: [entry(10, 1), entry(11, 10, 11, 10)], want: [10, 11] },
  { name: "a child in a session of its own, and what that has left to init", all: [entry(10, 1), entry(11, 10), entry(12, 1, 11, 11)], want: [10, 11, 12] },
  { name: "the group of a leader that has ended", all: [entry(12, 1, 10, 10)], want: [12] },
  { name: "nobody else", all: [entry(1, 0), entry(9, 1), entry(10, 9), entry(13, 9)], want: [10] },
])("counts $name", ({ all, want }) => {
  expect(membersOf(10, all).map(({ pid }) => pid)).toEqual(want);
});

test("finds this process and its child, and what they hold", async () => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  const members = membersOf(process.pid, await listProcesses()).map(({ pid }) => pid);
  const bytes = await memoryBytesOf([process.pid]);
  child.kill("SIGKILL");
  expect(members).toContain(process.pid);
  expect(members).toContain(child.pid);
  expect(bytes).toBeGreaterThan(10 * 1024 * 1024);
});

test("a process that has gone holds nothing", async () => {
  expect(await memoryBytesOf([2 ** 22 + 1])).toBe(0);
});
