import { expect, test } from "vitest";
import { settle } from "./settle.ts";

function makeQueue(): { acked: number[]; ack: (sequence: number) => Promise<void> } {
  const acked: number[] = [];
  return { acked, ack: async (sequence) => void acked.push(sequence) };
}

test("acks an item when every document of it is recorded", async () => {
  const queue = makeQueue();
  await settle(queue, { sequence: 7, documents: 2, proofs: [{ sequence: 1 }, { sequence: 1 }] });
  expect(queue.acked).toEqual([7]);
});

test("refuses an item of which a document is not recorded", async () => {
  const queue = makeQueue();
  await expect(settle(queue, { sequence: 7, documents: 2, proofs: [{ sequence: 1 }] })).rejects.toThrow("item 7 has 2 documents, and only 1 are recorded");
  expect(queue.acked).toEqual([]);
});

test.each(["sealed", "deleted", "garbage"] as const)("acks an item that leaves no record because it is %s", async (proofs) => {
  const queue = makeQueue();
  await settle(queue, { sequence: 7, documents: 3, proofs });
  expect(queue.acked).toEqual([7]);
});
