import { expect, test } from "vitest";
import fc from "fast-check";
import { DocumentState } from "./document-state.ts";
import { BYTES_PER_DOCUMENT, DocumentTable, Met } from "./document-table.ts";

test("keeps each document's facts apart from its neighbours'", () => {
  const row = fc.record({ index: fc.nat(9), stage: fc.nat(7), state: fc.constantFrom(...Object.values(DocumentState)), tryNumber: fc.integer({ min: 1, max: 65_535 }), reason: fc.nat(254), timeMs: fc.nat(2 ** 40 - 1) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const table = new DocumentTable({ total: 10, epochMs: 1_700_000_000_000 });
      const plain = new Map<number, (typeof rows)[number]>();
      for (const each of rows) {
        table.setPlace(each.index, each.stage, each.state);
        table.setTry(each.index, each.tryNumber);
        table.setReason(each.index, each.reason);
        table.setTimeMs(each.index, 1_700_000_000_000 + each.timeMs);
        plain.set(each.index, each);
      }
      const restored = new DocumentTable({ total: 10, epochMs: 1_700_000_000_000, bytes: table.toBytes() });
      for (const [index, each] of plain) {
        expect([restored.stage(index), restored.state(index), restored.try(index), restored.reasonCode(index)]).toEqual([each.stage, each.state, each.tryNumber, each.reason]);
        expect(restored.timeMs(index)).toBe(1_700_000_000_000 + each.timeMs);
      }
    }),
  );
});

test("counts what a document has met without touching the rest, and forgets it at the next stage", () => {
  const table = new DocumentTable({ total: 2, epochMs: 0 });
  for (let each = 0; each < 9; each += 1) table.countReturn(1);
  table.remember(1, Met.Timeout);
  table.countAttempt(1);
  expect([table.returns(1), table.hasMet(1, Met.Timeout), table.hasMet(1, Met.Lost), table.attempts(1)]).toEqual([7, true, false, 1]);
  table.advance(1);
  expect([table.returns(1), table.hasMet(1, Met.Timeout), table.attempts(1), table.stage(1), table.try(1)]).toEqual([0, false, 0, 1, 1]);
  expect([table.returns(0), table.attempts(0), table.stage(0)]).toEqual([0, 0, 0]);
});

test("takes eleven bytes a document", () => {
  expect(new DocumentTable({ total: 1000, epochMs: 0 }).toBytes().byteLength).toBe(1000 * BYTES_PER_DOCUMENT);
});
