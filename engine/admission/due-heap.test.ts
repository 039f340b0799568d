import { expect, test } from "vitest";
import fc from "fast-check";
import { DueHeap } from "./due-heap.ts";

test("gives rows in the order in which they are due, none before its time and none later than a tenth of a second", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { maxLength: 200 }), (waits) => {
      const heap = new DueHeap(5_000);
      waits.forEach((wait, row) => heap.push(5_000 + wait, row));
      const popped: number[] = [];
      for (let nowMs = 5_000; nowMs <= 105_100; nowMs += 100) {
        for (let row = heap.popDue(nowMs); row >= 0; row = heap.popDue(nowMs)) {
          const late = nowMs - 5_000 - (waits[row] ?? 0);
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThan(100);
          popped.push(row);
        }
      }
      expect(popped.toSorted((a, b) => a - b)).toEqual(waits.map((_, row) => row));
    }),
  );
});

test("says when the next one is due, and nothing when nobody waits", () => {
  const heap = new DueHeap(0);
  expect(heap.nextDueMs()).toBeUndefined();
  heap.push(2_050, 1);
  heap.push(1_000, 2);
  expect(heap.nextDueMs()).toBe(1_000);
});
