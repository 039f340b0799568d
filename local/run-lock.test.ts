import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processStart, startFromStat } from "./process-start.ts";
import { acquireRunLock, RunInProgressError, runningPid } from "./run-lock.ts";

let folder = "";
let path = "";
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-lock-"));
  path = join(folder, "lock");
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await rm(folder, { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Another process that has taken the lock and does nothing. */
async function startHolder(): Promise<ChildProcess> {
  const source = `import { acquireRunLock } from ${JSON.stringify(new URL("./run-lock.ts", import.meta.url).href)};
    await acquireRunLock(${JSON.stringify(path)});
    process.stdout.write("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

async function holdAs(holder: { readonly pid: number; readonly start?: string; readonly host?: string }): Promise<void> {
  await writeClaim(JSON.stringify({ host: hostname(), state: "held", ...holder }));
}

async function writeClaim(content: string): Promise<void> {
  await mkdir(path);
  await writeFile(join(path, "7"), content);
}

test("a lock that another process holds is refused, with its pid and a remedy, until that process ends", async () => {
  const holder = await startHolder();
  const refusal = await acquireRunLock(path).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RunInProgressError);
  expect(String(refusal)).toContain(`process ${holder.pid}`);
  expect(String(refusal)).toContain(`kill ${holder.pid}`);
  expect(await runningPid(path)).toBe(holder.pid);
  await kill(holder);
  expect(await runningPid(path)).toBeUndefined();
  const lock = await acquireRunLock(path);
  await lock.release();
});

test("a released lock can be taken, and releasing twice does not take another's lock", async () => {
  const first = await acquireRunLock(path);
  await first.release();
  const second = await acquireRunLock(path);
  await first.release();
  await expect(acquireRunLock(path)).rejects.toThrow(RunInProgressError);
  await second.release();
  expect(await readdir(path)).toEqual(["2"]);
  expect(JSON.parse(await readFile(join(path, "2"), "utf8"))).toMatchObject({ state: "free" });
});

test("a pid that now belongs to another process does not hold the lock", async () => {
  await holdAs({ pid: process.pid, start: "another-boot:1" });
  await (await acquireRunLock(path)).release();
});

test("the lock of another machine is respected, with the remedy for when that is gone", async () => {
  await holdAs({ pid: 1, host: "elsewhere" });
  await expect(acquireRunLock(path)).rejects.toThrow(`delete ${path}`);
});

test.each([
  ["empty", ""],
  ["torn", '{"pid":12'],
  ["other content", '{"pid":-1}'],
])("a lock file that was never written to its end is taken over: %s", async (_, content) => {
  await writeClaim(content);
  await (await acquireRunLock(path)).release();
});

test("of many that find a dead holder's lock at the same time, one gets it", async () => {
  await holdAs({ pid: process.pid, start: "another-boot:1" });
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => acquireRunLock(path)));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("however many take and release it at the same time, it has one holder at most", async () => {
  let holders = 0;
  let most = 0;
  let taken = 0;
  const contend = async (): Promise<void> => {
    for (let tries = 0; tries < 20; tries++) {
      const lock = await acquireRunLock(path).catch(() => undefined);
      if (lock === undefined) continue;
      most = Math.max(most, ++holders);
      taken++;
      await processStart(process.pid);
      holders--;
      await lock.release();
    }
  };
  await Promise.all(Array.from({ length: 6 }, contend));
  expect(most).toBe(1);
  expect(taken).toBeGreaterThan(6);
});

test("the lock names this process", async () => {
  const lock = await acquireRunLock(path);
  expect(JSON.parse(await readFile(join(path, "1"), "utf8"))).toMatchObject({ pid: process.pid, start: await processStart(process.pid), host: hostname() });
  await lock.release();
});

test("a process name with spaces and parentheses does not shift the start time, and a zombie has none", () => {
  const stat = (state: string) => `42 (a) b (c) ${state} ${Array.from({ length: 30 }, (_, place) => place).join(" ")}`;
  expect(startFromStat(stat("S"), "boot")).toBe("boot:18");
  expect(startFromStat(stat("Z"), "boot")).toBeUndefined();
});
