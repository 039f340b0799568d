import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DocumentEnding } from "../document-ending.ts";
import { makeDocumentTask } from "../testing/make-document-task.ts";
import { ChildRunner, type ChildRunnerOptions } from "./child-runner.ts";

const WAIT = { timeout: 15_000, interval: 20 };
const MIB = 1024 * 1024;

const running: ChildRunner[] = [];
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-child-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function startRunner(overrides: Partial<ChildRunnerOptions> = {}, data: object = {}): Promise<ChildRunner> {
  const setup = { module: new URL("./testing/test-setup.ts", import.meta.url).href, data };
  const runner = new ChildRunner({ setup, slots: 1, documentTimeoutMs: 30_000, recycleAfterDocuments: 1000, ...overrides });
  running.push(runner);
  await runner.start();
  return runner;
}

function run(runner: ChildRunner, metadata: Record<string, string>, slot = 0): Promise<DocumentEnding> {
  return runner.run(slot, makeDocumentTask(metadata));
}

async function pidOf(runner: ChildRunner, slot = 0): Promise<number> {
  const ending = await run(runner, { act: "pid" }, slot);
  return ending.ending === "Succeeded" ? Number(ending.result) : 0;
}

/** A zombie that waits for its parent is no process any more. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  return stat !== "" && !/\) [ZX] /.test(stat);
}

async function untilGone(pids: readonly number[]): Promise<void> {
  for (const pid of pids) await vi.waitFor(async () => expect(await isAlive(pid), `process ${pid}`).toBe(false), WAIT);
}

async function readPids(file: string): Promise<number[]> {
  return vi.waitFor(async () => {
    const pids = (await readFile(file, "utf8")).trim().split(" ").map(Number);
    expect(pids).toHaveLength(2);
    return pids;
  }, WAIT);
}

describe("documents", () => {
  test("run one after the other in one process of their own", async () => {
    const runner = await startRunner();
    const pids = [await pidOf(runner), await pidOf(runner), await pidOf(runner)];
    expect(new Set(pids).size).toBe(1);
    expect(pids[0]).not.toBe(process.pid);
  });

  test("of two slots run in two processes", async () => {
    const runner = await startRunner({ slots: 2 });
    const [first, second] = await Promise.all([pidOf(runner, 0), pidOf(runner, 1)]);
    expect(first).not.toBe(second);
  });

  test("get the options of their own stage", async () => {
    const runner = await startRunner();
    const results: unknown[] = [];
    for (const options of [{ a: 1 }, { a: 1 }, { b: 2 }]) {
      const task = makeDocumentTask({ act: "echo" });
      const ending = await runner.run(0, { ...task, context: { ...task.context, options } });
      results.push(ending.ending === "Succeeded" ? ending.result : ending);
    }
    expect(results).toMatchObject([{ options: { a: 1 } }, { options: { a: 1 } }, { options: { b: 2 } }]);
  });

  test("end as their handler says", async () => {
    const runner = await startRunner();
    expect(await run(runner, { act: "reject" })).toEqual({ ending: "Rejected", reason: "Encrypted", message: "has a password" });
    expect(await run(runner, { act: "unavailable" })).toMatchObject({ ending: "Unavailable" });
  });
});

describe("one bad document costs one document", () => {
  test.each([
    { act: "exit", want: "the handler's process ended with exit code 3" },
    { act: "kill", want: "the handler's process ended by SIGSEGV" },
    { act: "throwLater", want: "the handler's process ended with exit code 71: nobody catches this" },
  ])("a handler that does `$act` ends as HandlerCrashed, and the next document runs", async ({ act, want }) => {
    const runner = await startRunner();
    expect(await run(runner, { act })).toEqual({ ending: "Failed", reason: "HandlerCrashed", message: want });
    expect(await pidOf(runner)).toBeGreaterThan(0);
  });

  test.each(["hang", "spin"])("a handler that does `%s` is killed when its time is over, and the neighbour is untouched", async (act) => {
    const runner = await startRunner({ slots: 2, documentTimeoutMs: 600 });
    const neighbour = await pidOf(runner, 1);
    const pid = await pidOf(runner, 0);
    const started = performance.now();
    expect(await run(runner, { act })).toEqual({ ending: "Failed", reason: "Timeout", message: "took longer than 0.6 s" });
    expect(performance.now() - started).toBeLessThan(3000);
    await untilGone([pid]);
    expect(await pidOf(runner, 0)).not.toBe(pid);
    expect(await pidOf(runner, 1)).toBe(neighbour);
  });

  test("a handler that takes more than its share of memory is killed", async () => {
    const runner = await startRunner({ memoryBytesPerChild: 200 * MIB });
    expect(await run(runner, { act: "eat" })).toMatchObject({ ending: "Failed", reason: "OutOfMemory", message: expect.stringMatching(/^held \d+ MiB .* 200 MiB$/) });
    expect(await pidOf(runner)).toBeGreaterThan(0);
  });

  test("a handler that fills the JavaScript heap is out of memory, too", async () => {
    const runner = await startRunner({ memoryBytesPerChild: 100 * MIB });
    expect(await run(runner, { act: "eatHeap" })).toMatchObject({ ending: "Failed", reason: "OutOfMemory" });
  });

  test("memory counts that is held by processes which the handler has started, in sessions of their own", async () => {
    const runner = await startRunner({ memoryBytesPerChild: 250 * MIB });
    expect(await run(runner, { act: "eatElsewhere" })).toMatchObject({ ending: "Failed", reason: "OutOfMemory" });
  });

  test.each(["no", "yes"])("what a handler has started dies with it (in a session of its own: %s)", async (detached) => {
    const pids = join(folder, "pids");
    const runner = await startRunner({ documentTimeoutMs: 1000 });
    await pidOf(runner);
    expect(await run(runner, { act: "fork", pids, detached, next: "hang" })).toMatchObject({ reason: "Timeout" });
    await untilGone(await readPids(pids));
  });

  test("what a handler has started dies with it when it crashes", async () => {
    const pids = join(folder, "pids");
    const runner = await startRunner();
    expect(await run(runner, { act: "fork", pids, next: "kill" })).toMatchObject({ reason: "HandlerCrashed" });
    await untilGone(await readPids(pids));
  });

  test("the scratch folder of a killed document is removed", async () => {
    const runner = await startRunner();
    const task = makeDocumentTask({ act: "kill" });
    await runner.run(0, task);
    expect(existsSync(task.scratchPath)).toBe(false);
  });
});

describe("processes", () => {
  test("are replaced after some documents, and no document waits for that or is lost", async () => {
    const runner = await startRunner({ recycleAfterDocuments: 3 });
    const pids = new Set<number>();
    await vi.waitFor(async () => {
      pids.add(await pidOf(runner));
      expect(pids.size).toBeGreaterThan(1);
    }, WAIT);
    await untilGone([...pids].slice(0, 1));
  });

  test("that cannot start say why, and their documents are given back", async () => {
    const runner = await startRunner({}, { unable: "no engine is installed" });
    const ending = await run(runner, { act: "pid" });
    expect(ending).toEqual({ ending: "NotAble", message: "the handler's process cannot start: no engine is installed" });
    await expect(runner.prepare(0)).rejects.toThrow("no engine is installed");
  });

  test("that are not ready in time are given up", async () => {
    const runner = await startRunner({ startTimeoutMs: 1 });
    await expect(runner.prepare(0)).rejects.toThrow("it was not ready in time");
  });

  test("ignore the signals of a terminal", async () => {
    const runner = await startRunner();
    const pid = await pidOf(runner);
    process.kill(pid, "SIGINT");
    process.kill(pid, "SIGTERM");
    expect(await run(runner, { act: "wait", ms: "50" })).toMatchObject({ ending: "Succeeded" });
    expect(await pidOf(runner)).toBe(pid);
  });

  test("are gone when the runner has stopped, and the documents in hand were stopped", async () => {
    const runner = await startRunner({ slots: 2 });
    const pids = await Promise.all([pidOf(runner, 0), pidOf(runner, 1)]);
    const ending = run(runner, { act: "spin" });
    await runner.stop();
    await runner.stop();
    expect(await ending).toEqual({ ending: "Stopped" });
    await untilGone(pids);
  });

  test("an interrupted document is stopped, and the slot goes on with another process", async () => {
    const runner = await startRunner();
    const pid = await pidOf(runner);
    const ending = run(runner, { act: "spin" });
    runner.interrupt(0);
    expect(await ending).toEqual({ ending: "Stopped" });
    expect(await pidOf(runner)).not.toBe(pid);
  });

  test.each([
    { name: "waits", act: "hang" },
    { name: "computes without end", act: "spin" },
    { name: "has started other processes and computes", act: "fork" },
  ])("leave nothing behind when their parent is killed while the handler $name", async ({ act }) => {
    const file = join(folder, "pids");
    const parent = spawn(process.execPath, ["--no-warnings", new URL("./testing/parent.ts", import.meta.url).pathname, act, file], { stdio: ["ignore", "pipe", "inherit"] });
    const [line]: unknown[] = await once(createInterface(parent.stdout), "line");
    const pids = [Number(line), ...(act === "fork" ? await readPids(file) : [])];
    expect(await isAlive(Number(line))).toBe(true);
    parent.kill("SIGKILL");
    await untilGone(pids);
  });
});
