import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { MemoryQueue } from "../../local/memory-queue.ts";
import { connect } from "../../local/memory-queue-heartbeat.ts";
import type { LeaseMemory } from "../../local/lease-table.ts";
import { describeWorkQueue } from "./work-queue-suite.ts";

const ACK_WAIT_MS = 30_000;

function heartbeatOf(queue: MemoryQueue): (sequence: number) => void {
  return connect(structuredClone(queue.heartbeatTarget.data) as LeaseMemory);
}

describeWorkQueue("in memory", async ({ maxItems }) => {
  let nowMs = 0;
  const queue = new MemoryQueue({ maxItems, maxAckPending: 3, ackWaitMs: ACK_WAIT_MS, rememberAcked: 8, nowMs: () => nowMs });
  const working = heartbeatOf(queue);
  return {
    queue,
    publish: async (subject, data) => queue.publish(subject, data),
    delete: async (sequence) => queue.delete(sequence),
    list: async () => queue.list(),
    place: async () => ({ deliveredSequence: queue.deliveredSequence, ackFloor: queue.ackFloor }),
    passAckWait: async (held = []) => {
      for (let passed = 0; passed < 2; passed++) {
        nowMs += ACK_WAIT_MS;
        held.forEach(working);
        queue.expireLeases();
      }
    },
    restart: async (broughtBack) => queue.restart(broughtBack),
    close: async () => queue.close(),
  };
});

test("a thread renews leases while the main thread does nothing but compute", async () => {
  // Starting a thread takes a second where much else is going on.
  const queue = new MemoryQueue({ maxItems: 10, maxAckPending: 4, ackWaitMs: 1500 });
  queue.publish("a", "data");
  const held = await queue.pull(AbortSignal.timeout(1000));
  const source = `import { parentPort, workerData } from "node:worker_threads";
    const { connect } = await import(workerData.module);
    const working = connect(workerData.data);
    setInterval(() => working(workerData.sequence), 20);
    parentPort.postMessage("ready");`;
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: { ...queue.heartbeatTarget, sequence: held?.sequence } });
  await new Promise((resolve) => thread.once("message", resolve));
  const until = performance.now() + 2500;
  while (performance.now() < until);
  queue.expireLeases();
  expect(await queue.pull(AbortSignal.timeout(100))).toBeUndefined();
  await thread.terminate();
  expect(await queue.pull(AbortSignal.timeout(5000))).toMatchObject({ sequence: held?.sequence, redelivered: true });
  queue.close();
});

test("closing ends every waiting pull, and may be done twice", async () => {
  const queue = new MemoryQueue({ maxItems: 10, maxAckPending: 4, ackWaitMs: 1000 });
  const waiting = queue.pull(new AbortController().signal);
  queue.close();
  queue.close();
  expect(await waiting).toBeUndefined();
  expect(await queue.pull(new AbortController().signal)).toBeUndefined();
});

test("a steady queue stays small and keeps its order over many items", async () => {
  const queue = new MemoryQueue({ maxItems: 50, maxAckPending: 4, ackWaitMs: 60_000 });
  const seen: string[] = [];
  for (let item = 0; item < 20_000; item++) {
    queue.publish(`s${item}`, String(item));
    if (item % 3 === 0) continue;
    const delivery = await queue.pull(AbortSignal.timeout(1000));
    seen.push(delivery?.data ?? "");
    await queue.ack(delivery?.sequence ?? 0);
    if (queue.size >= 50) queue.list().slice(0, 40).forEach(({ sequence }) => queue.delete(sequence));
  }
  queue.close();
  expect(seen.every((data, place) => place === 0 || Number(data) > Number(seen[place - 1]))).toBe(true);
});
