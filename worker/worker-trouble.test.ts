import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome } from "../contract/wire/outcome.ts";
import { UnavailableError } from "./errors.ts";
import { JOB, type World, makeWorld, takeOutcomes } from "./testing/make-world.ts";

const WAIT = { timeout: 60_000, interval: 10 };

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

/** Waits until the queue is empty; what was recorded. */
async function untilSettled(): Promise<Outcome[]> {
  await vi.waitFor(() => expect(world.queue.size).toBe(0), WAIT);
  return world.outcomes;
}

function waitUntil(condition: () => void): Promise<void> {
  return vi.waitFor(condition, WAIT);
}

const OK = { act: "ok" };

test("a redelivered item is handed back as lost, and not run", async () => {
  world.publish([{ act: "write" }, OK]);
  const { signal } = new AbortController();
  await world.queue.pull(signal);
  world.queue.restart();
  const delivered = await world.queue.pull(signal);
  expect(delivered?.redelivered).toBe(false);
  await world.end();

  world = await makeWorld({ ackWaitMs: 200 });
  world.publish([{ act: "write" }, OK]);
  await world.queue.pull(signal);
  await world.startWorker();
  expect(await untilSettled()).toEqual([{ outcome: "Lost", stage: 0, documents: [{ index: 0, try: 1 }, { index: 1, try: 1 }] }]);
  expect(existsSync(join(world.folder, "d0.txt"))).toBe(false);
});

test("an item that this worker still holds goes on when it is delivered again", async () => {
  world.publish([{ act: "wait", ms: "500" }]);
  const worker = await world.startWorker({ pool: { concurrency: 2 } });
  await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("running"));
  world.queue.restart();
  expect(await untilSettled()).toMatchObject([{ outcome: "Succeeded", index: 0 }]);
  expect(world.outcomes).toHaveLength(1);
});

test("documents whose source does not answer are given back, one by one at first", async () => {
  world.publish([{ act: "unavailable" }, OK, { act: "unavailable" }, { act: "unavailable" }, { act: "unavailable" }, OK, OK]);
  await world.startWorker();
  expect(await untilSettled()).toMatchObject([
    { outcome: "Returned", why: "unavailable", started: true, documents: [{ index: 0 }], message: "the store does not answer" },
    { outcome: "Succeeded", index: 1 },
    { outcome: "Returned", why: "unavailable", documents: [{ index: 2 }] },
    { outcome: "Returned", why: "unavailable", documents: [{ index: 3 }] },
    { outcome: "Returned", why: "unavailable", documents: [{ index: 4 }, { index: 5 }, { index: 6 }] },
  ]);
});

test("an output that cannot be written gives the document back", async () => {
  world.publish([{ act: "write" }]);
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  await world.startWorker({ openOutput: () => ({ scratchFolder: join(world.folder, "scratch"), commit: () => Promise.reject(full) }) });
  expect(await untilSettled()).toMatchObject([{ outcome: "Returned", why: "unavailable", message: "ENOSPC: no space left on device" }]);
  expect(await readdir(join(world.folder, "scratch"))).toEqual([]);
});

test("a stage that the worker cannot do is given back with the reason", async () => {
  world.publish([OK, OK]);
  world.publish([OK], { stage: 7 });
  const judgeOptions = (): { ok: false; problems: { path: string; message: string }[] } => ({ ok: false, problems: [{ path: "dpi", message: "must be a number" }] });
  await world.startWorker({ judgeOptions });
  expect(await untilSettled()).toMatchObject([
    { outcome: "Returned", why: "notAble", documents: [{ index: 0 }, { index: 1 }], message: "options.dpi: must be a number" },
    { outcome: "Returned", why: "notAble", message: "the job has no stage 7" },
  ]);
});

test("a worker whose handler cannot start says so five times and then leaves the queue alone", async () => {
  for (let item = 0; item < 7; item++) world.publish([OK]);
  const worker = await world.startWorker({
    pool: { execution: "cpu", concurrency: 2 },
    setup: { module: new URL("./isolation/testing/test-setup.ts", import.meta.url).href, data: { unable: "no engine is installed" } },
  });
  await waitUntil(() => expect(worker.health()).toMatchObject({ state: "running", ready: false, problem: expect.stringContaining("no engine is installed") }));
  await waitUntil(() => expect(world.queue.size).toBe(2));
  expect(world.outcomes).toHaveLength(5);
  expect(world.outcomes[0]).toMatchObject({ outcome: "Returned", why: "notAble", started: false, message: "the handler's process cannot start: no engine is installed" });
});

test("an item of a later version is given back, its documents named", async () => {
  world.publishData(JSON.stringify({ v: 9, kind: "documents", job: JOB, stage: 2, colour: "red", documents: [{ index: 4, try: 2, shape: "round" }] }));
  world.publishData(JSON.stringify({ v: 9, kind: "finalize", job: JOB, round: 3, try: 2 }));
  await world.startWorker();
  expect(await untilSettled()).toMatchObject([
    { outcome: "Returned", why: "notAble", stage: 2, documents: [{ index: 4, try: 2 }], started: false, message: expect.stringContaining("version 9") },
    { outcome: "TaskFailed", task: "finalize", round: 3, try: 2, reason: "TaskError" },
  ]);
});

test.each(["{", "[]", "null", '{"v":1,"kind":"documents","job":"","documents":[]}', "\u0000"])("garbage is dropped: %j", async (data) => {
  const warn = vi.fn();
  world.publishData(data);
  await world.startWorker({ log: { info: vi.fn(), warn, error: vi.fn() } });
  expect(await untilSettled()).toEqual([]);
  expect(warn).toHaveBeenCalledTimes(1);
});

test("an item is not acked before its outcomes are stored, however long that takes", async () => {
  let isDown = true;
  world.ledger.append = async (_, message) => {
    if (isDown) throw new UnavailableError("no answer");
    return { sequence: takeOutcomes(world.outcomes, message) };
  };
  for (const act of [OK, OK, OK]) world.publish([act]);
  const worker = await world.startWorker();
  await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("settling"));
  // The slot works on a second item meanwhile, and on no third.
  expect(world.queue.size).toBe(3);
  expect(world.queue.deliveredSequence).toBe(2);
  isDown = false;
  expect(await untilSettled()).toMatchObject([{ outcome: "Succeeded" }, { outcome: "Succeeded" }, { outcome: "Succeeded" }]);
});

test("stopping while the ledger is down ends in time and leaves the item in the queue", async () => {
  world.ledger.append = () => Promise.reject(new UnavailableError("no answer"));
  for (const act of [OK, OK]) world.publish([act]);
  const worker = await world.startWorker();
  await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("settling"));
  await worker.stop({ deadlineMs: 10 });
  expect(world.queue.size).toBe(2);
});

test("heartbeats hold the lease of a slow document", async () => {
  await world.end();
  world = await makeWorld({ ackWaitMs: 1500 });
  world.publish([{ act: "wait", ms: "3500" }]);
  await world.startWorker({ pool: { concurrency: 2 } });
  expect(await untilSettled()).toMatchObject([{ outcome: "Succeeded" }]);
});

test("stop may come twice, and before start", async () => {
  const worker = await world.startWorker();
  await worker.stop({ deadlineMs: 1000 });
  await worker.stop({ deadlineMs: 1000 });
  await worker.start();
  expect(worker.health().state).toBe("stopped");
});
