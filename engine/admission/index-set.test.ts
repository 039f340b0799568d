import { expect, test } from "vitest";
import fc from "fast-check";
import { IndexSet } from "./index-set.ts";

test("finds the next member as a plain set does, whatever was added and deleted", () => {
  const size = fc.constantFrom(1, 31, 32, 33, 1000, 1024, 1025, 40_000);
  const scenario = size.chain((bound) => fc.record({ bound: fc.constant(bound), steps: fc.array(fc.tuple(fc.boolean(), fc.nat(bound - 1)), { maxLength: 60 }) }));
  fc.assert(
    fc.property(scenario, ({ bound, steps }) => {
      const set = new IndexSet(bound);
      const plain = new Set<number>();
      for (const [adds, member] of steps) {
        if (adds) plain.add(member);
        else plain.delete(member);
        if (adds) set.add(member);
        else set.delete(member);
        const sorted = [...plain].sort((a, b) => a - b);
        expect(set.next(0)).toBe(sorted[0] ?? -1);
        expect(set.next(member)).toBe(sorted.find((each) => each >= member) ?? -1);
        expect(set.has(member)).toBe(plain.has(member));
      }
    }),
  );
});

test("holds nothing after it was cleared", () => {
  const set = new IndexSet(5000);
  for (const member of [0, 31, 4999]) set.add(member);
  set.clear();
  expect(set.next(0)).toBe(-1);
});
