import { afterEach, expect, test, vi } from "vitest";
import type { DocumentEnding } from "../document-ending.ts";
import { makeDocumentTask } from "../testing/make-document-task.ts";
import { InProcessRunner } from "./in-process-runner.ts";
import { setUp } from "./testing/test-setup.ts";

const running: InProcessRunner[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
});

async function startRunner(limits: { documentTimeoutMs: number; graceMs?: number }): Promise<InProcessRunner> {
  const runner = new InProcessRunner({ loadSetup: async () => setUp({}), slots: 2, ...limits });
  running.push(runner);
  await runner.start();
  return runner;
}

function run(runner: InProcessRunner, metadata: Record<string, string>, slot = 0): Promise<DocumentEnding> {
  return runner.run(slot, makeDocumentTask(metadata));
}

test("documents run side by side in this process", async () => {
  const runner = await startRunner({ documentTimeoutMs: 10_000 });
  const waiting = run(runner, { act: "wait", ms: "200" }, 1);
  expect(await run(runner, { act: "pid" })).toMatchObject({ result: process.pid });
  expect(await waiting).toMatchObject({ ending: "Succeeded" });
});

test("a document that takes too long is told so, and its slot goes on", async () => {
  const runner = await startRunner({ documentTimeoutMs: 300 });
  expect(await run(runner, { act: "wait", ms: "60000" })).toEqual({ ending: "Failed", reason: "Timeout", message: "took longer than 0.3 s" });
  expect(await run(runner, { act: "pid" })).toMatchObject({ ending: "Succeeded" });
  expect(runner.abandoned()).toBe(0);
});

test("a handler that does not listen is abandoned, and counted until it ends", async () => {
  const runner = await startRunner({ documentTimeoutMs: 200, graceMs: 200 });
  expect(await run(runner, { act: "deaf", ms: "1500" })).toMatchObject({ ending: "Failed", reason: "Timeout" });
  expect(runner.abandoned()).toBe(1);
  expect(await run(runner, { act: "pid" })).toMatchObject({ ending: "Succeeded" });
  await vi.waitFor(() => expect(runner.abandoned()).toBe(0), { timeout: 5000 });
});

test("an interrupted document is stopped, not failed", async () => {
  const runner = await startRunner({ documentTimeoutMs: 10_000 });
  const ending = run(runner, { act: "wait", ms: "60000" });
  runner.interrupt(0);
  expect(await ending).toEqual({ ending: "Stopped" });
});

test("stopping ends everything at once, and documents that come later are given back", async () => {
  const runner = await startRunner({ documentTimeoutMs: 10_000 });
  const ending = run(runner, { act: "hang" });
  await runner.stop();
  await runner.stop();
  expect(await ending).toEqual({ ending: "Stopped" });
  expect(await run(runner, { act: "pid" })).toMatchObject({ ending: "NotAble" });
});
