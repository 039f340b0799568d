import fc from "fast-check";
import { expect, test } from "vitest";
import { HashTable } from "./hash-table.ts";

test("whatever hashes come, each entry is told those before it with the same hash", () => {
  const half = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 100 }), (hashes) => {
      const table = new HashTable(4);
      hashes.forEach(([high, low], index) => {
        const before = hashes.flatMap((other, i) => (i < index && other[0] === high && other[1] === low ? [i] : []));
        expect([...table.add(high, low, index)].sort((left, right) => left - right)).toEqual(before);
      });
    }),
  );
});
