import fc from "fast-check";
import { expect, test } from "vitest";
import { OpenIndexes } from "./open-indexes.ts";

const members = fc.uniqueArray(fc.integer({ min: 4_999_999_990, max: 5_000_000_110 })).map((each) => each.toSorted((a, b) => a - b));

test("holds what a set holds, whatever is taken away", () => {
  fc.assert(
    fc.property(members, fc.array(fc.oneof(fc.integer({ min: 4_999_999_980, max: 5_000_000_120 }), fc.nat(60))), (all, taken) => {
      const open = new OpenIndexes(all);
      const set = new Set(all);
      for (const each of taken) {
        const member = each < 61 ? (all[each] ?? each) : each;
        expect(open.has(member)).toBe(set.has(member));
        expect(open.delete(member)).toBe(set.delete(member));
        expect(open.size).toBe(set.size);
      }
      expect([...open]).toEqual([...set]);
    }),
  );
});

test("can be emptied while it is gone through", () => {
  const open = new OpenIndexes([7, 8, 40, 41, 42, 90]);
  const seen: number[] = [];
  for (const index of open) {
    seen.push(index);
    open.delete(index);
  }
  expect({ seen, left: open.size }).toEqual({ seen: [7, 8, 40, 41, 42, 90], left: 0 });
});
