import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeItem } from "../contract/wire/codec.ts";
import type { Outcome } from "../contract/wire/outcome.ts";
import { UnavailableError } from "./errors.ts";
import { JOB, type World, makeWorld, takeOutcomes } from "./testing/make-world.ts";

const WAIT = { timeout: 15_000, interval: 10 };

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
const SLOW = { act: "wait", ms: "60000" };

describe.each(["io", "cpu"] as const)("with execution %s", (execution) => {
  test("each document of an item is run in order, recorded, and then the item is acked", async () => {
    world.publish([OK, { act: "reject" }, { act: "fail" }, { act: "skip" }, { act: "write", text: "made" }]);
    await world.startWorker({ pool: { execution } });
    expect(await untilSettled()).toMatchObject([
      { outcome: "Succeeded", index: 0, stage: 0, try: 1, millis: expect.any(Number) },
      { outcome: "Rejected", index: 1, reason: "Encrypted" },
      { outcome: "Failed", index: 2, reason: "PageTimeout", last: false, retryAfterSeconds: 8 },
      { outcome: "Skipped", index: 3 },
      { outcome: "Succeeded", index: 4, outputs: [{ name: "d4.txt", bytes: 4, sha256: expect.any(String) }], result: { made: true }, engine: "test 1" },
    ]);
    expect(await readFile(join(world.folder, "d4.txt"), "utf8")).toBe("made");
    expect(await readdir(join(world.folder, ".ream/tasks"))).toEqual([]);
  });

  test("stopping lets the document in hand end and gives the others back", async () => {
    world.publish([{ act: "wait", ms: "500" }, OK, OK]);
    const worker = await world.startWorker({ pool: { execution } });
    await waitUntil(() => expect(worker.health().slots[0]).toMatchObject({ doing: "running", jobUid: JOB, stage: 0, index: 0 }));
    await worker.stop({ deadlineMs: 10_000 });
    expect(world.outcomes).toMatchObject([
      { outcome: "Succeeded", index: 0 },
      { outcome: "Returned", why: "drain", started: true, documents: [{ index: 1, try: 1 }, { index: 2, try: 1 }] },
    ]);
    expect(world.queue.size).toBe(0);
    expect(worker.health()).toMatchObject({ state: "stopped", ready: false });
  });

  test("when the time to stop is over, the document in hand is given back as well", async () => {
    world.publish([SLOW, OK]);
    const worker = await world.startWorker({ pool: { execution } });
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("running"));
    await Promise.all([worker.stop({ deadlineMs: 60_000 }), worker.stop({ deadlineMs: 50 })]);
    expect(world.outcomes).toMatchObject([{ outcome: "Returned", why: "drain", started: true, documents: [{ index: 0 }, { index: 1 }] }]);
    expect(world.queue.size).toBe(0);
  });

  test("a document that takes too long fails, and the next one runs", async () => {
    world.publish([SLOW, OK]);
    await world.startWorker({ pool: { execution, documentTimeoutSeconds: 0.5 } });
    expect(await untilSettled()).toMatchObject([{ outcome: "Failed", index: 0, reason: "Timeout", message: "took longer than 0.5 s" }, { outcome: "Succeeded", index: 1 }]);
  });
});

describe("the look before each document", () => {
  test("the last attempt is repeated in the outcome, and the attempt is what the item says", async () => {
    world.publish([{ act: "fail" }, { act: "echo" }], { documents: [{ index: 0, try: 3, last: true }, { index: 1, try: 9, attempt: 2, last: false }] });
    await world.startWorker();
    expect(await untilSettled()).toMatchObject([{ outcome: "Failed", try: 3, last: true }, { outcome: "Succeeded", try: 9, result: { attempt: 2 } }]);
  });

  test.each(["suspended", "cancelled"] as const)("documents of a job that is %s are given back unstarted", async (state) => {
    world.setEntry({ state });
    world.publish([OK, OK]);
    await world.startWorker();
    expect(await untilSettled()).toMatchObject([{ outcome: "Returned", why: "yield", started: false, documents: [{ index: 0 }, { index: 1 }] }]);
  });

  test("a job that is suspended meanwhile stops within one document", async () => {
    world.publish([{ act: "wait", ms: "300" }, OK]);
    const worker = await world.startWorker();
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("running"));
    world.setEntry({ state: "suspended" });
    expect(await untilSettled()).toMatchObject([{ outcome: "Succeeded", index: 0 }, { outcome: "Returned", why: "yield", started: true, documents: [{ index: 1 }] }]);
  });

  test.each(["sealed", "deleted"] as const)("items of a job that is %s leave no record", async (state) => {
    world.setEntry({ state });
    world.publish([OK, OK]);
    await world.startWorker();
    expect(await untilSettled()).toEqual([]);
  });

  test("a job that is sealed before a document's files are stored gets none, and no record", async () => {
    world.publish([{ act: "fork", pids: "/dev/null", next: "write" }]);
    const worker = await world.startWorker();
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("running"));
    world.setEntry({ state: "sealed" });
    expect(await untilSettled()).toEqual([]);
    expect(existsSync(join(world.folder, "d0.txt"))).toBe(false);
  });

  test("nothing is started of a job that the worker has not heard of", async () => {
    world.publish([OK], { job: "unheard" });
    await world.startWorker();
    expect(await untilSettled()).toMatchObject([{ outcome: "Returned", why: "yield", started: false }]);
  });

  test("after holding an item for long, a slot gives back what it has not started", async () => {
    world.publish([{ act: "wait", ms: "400" }, OK, OK]);
    await world.startWorker({ holdSeconds: 0.2 });
    expect(await untilSettled()).toMatchObject([{ outcome: "Succeeded" }, { outcome: "Returned", why: "yield", started: true, documents: [{ index: 1 }, { index: 2 }] }]);
  });

  test("while the ledger is full nothing starts, and then it goes on", async () => {
    world.setEntry({ state: "full" });
    world.publish([OK]);
    const worker = await world.startWorker();
    await waitUntil(() => expect(world.queue.deliveredSequence).toBe(1));
    expect(worker.health().slots[0]?.doing).not.toBe("running");
    world.setEntry({ state: "run" });
    expect(await untilSettled()).toMatchObject([{ outcome: "Succeeded" }]);
  });

  test("without an answer from the broker nothing is started, and files of a lost item are not stored", async () => {
    let silenceMs = 5000;
    world.publish([{ act: "fork", pids: "/dev/null", next: "write" }]);
    const worker = await world.startWorker({ contact: { sinceAnswerMs: () => silenceMs, maxSilenceToStoreMs: 25_000 } });
    await waitUntil(() => expect(world.queue.deliveredSequence).toBe(1));
    expect(worker.health().slots[0]?.doing).not.toBe("running");
    silenceMs = 0;
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("running"));
    silenceMs = 26_000;
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("idle"));
    expect(world.queue.size).toBe(1);
    expect(world.outcomes).toEqual([]);
    expect(existsSync(join(world.folder, "d0.txt"))).toBe(false);
  });
});

describe("suspects", () => {
  test("a suspect is announced, and then run with nothing beside it", async () => {
    world.publish([{ act: "wait", ms: "300" }]);
    const worker = await world.startWorker({ pool: { concurrency: 3 } });
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("running"));
    world.publish([{ act: "wait", ms: "300" }], { suspect: true });
    await waitUntil(() => expect(worker.health().slots.some(({ doing }) => doing === "waiting")).toBe(true));
    world.publish([OK]);
    expect(await untilSettled()).toMatchObject([
      { outcome: "Succeeded", index: 0 },
      { outcome: "Started", index: 1, stage: 0, try: 1 },
      { outcome: "Succeeded", index: 1 },
      { outcome: "Succeeded", index: 2 },
    ]);
  });

  test("a suspect is not run before its start is confirmed", async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    world.ledger.append = async (_, message) => {
      asked.resolve();
      await answer.promise;
      return { sequence: takeOutcomes(world.outcomes, message) };
    };
    world.publish([{ act: "write" }], { suspect: true });
    const worker = await world.startWorker();
    await asked.promise;
    expect(worker.health().slots[0]?.doing).toBe("waiting");
    expect(existsSync(join(world.folder, "d0.txt"))).toBe(false);
    answer.resolve();
    expect(await untilSettled()).toMatchObject([{ outcome: "Started" }, { outcome: "Succeeded" }]);
  });
});

describe("tasks", () => {
  const discover = encodeItem({ kind: "discover", job: JOB, try: 2 });
  const finalize = encodeItem({ kind: "finalize", job: JOB, run: "run-1", round: 1, try: 1 });

  test("discover is run, and run again when it is delivered again", async () => {
    await world.end();
    world = await makeWorld({ ackWaitMs: 200 });
    world.publishData(discover);
    await world.queue.pull(new AbortController().signal);
    await world.startWorker();
    expect(await untilSettled()).toMatchObject([{ outcome: "Discovered", try: 2 }]);
  });

  test("finalize is run when its round is sealed, and its errors are recorded", async () => {
    world.setEntry({ state: "sealed", round: 1 });
    world.publishData(finalize);
    await world.startWorker({ runFinalize: () => Promise.reject(new UnavailableError("the output does not answer")) });
    expect(await untilSettled()).toEqual([
      { outcome: "TaskFailed", task: "finalize", try: 1, round: 1, reason: "OutputUnwritable", message: "the output does not answer" },
    ]);
  });

  test("finalize of another round leaves no record", async () => {
    world.setEntry({ state: "sealed", round: 2 });
    world.publishData(finalize);
    await world.startWorker();
    expect(await untilSettled()).toEqual([]);
  });

  test("a task that is stopped is left for another worker", async () => {
    world.publishData(discover);
    const worker = await world.startWorker({ runDiscover: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))) });
    await waitUntil(() => expect(worker.health().slots[0]?.doing).toBe("discovering"));
    await worker.stop({ deadlineMs: 10 });
    expect(world.outcomes).toEqual([]);
    expect(world.queue.size).toBe(1);
  });
});
