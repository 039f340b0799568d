import { describe, expect, test } from "vitest";
import type { InFlightItem } from "./in-flight.ts";
import { provenMissing, stuckItems } from "./missing.ts";
import { OpenIndexes } from "./open-indexes.ts";

function makeItem(block: number, options: Partial<InFlightItem> = {}): InFlightItem {
  return { key: { kind: "block", stage: 0, block }, text: `0.b${block}`, sequence: block, publishedAtMs: 1_000, documents: 1, open: new OpenIndexes([block]), ...options };
}

describe("provenMissing", () => {
  const listing = { startedAtMs: 2_000, texts: new Set(["0.b1"]), ledgerSequence: 50 };

  test("says nothing while the fold has not come to where the ledger ended at the listing", () => {
    expect(provenMissing([makeItem(2)], listing, 49)).toBeUndefined();
  });

  test("names what is not listed once the ledger is read that far", () => {
    expect(provenMissing([makeItem(1), makeItem(2)], listing, 50)?.map(({ text }) => text)).toEqual(["0.b2"]);
  });

  test.each([
    ["published while the listing was made", makeItem(2, { publishedAtMs: 2_000 })],
    ["ended, and only not taken out yet", makeItem(2, { open: new OpenIndexes([]) })],
  ])("leaves alone what was %s", (_, item) => {
    expect(provenMissing([item], listing, 50)).toEqual([]);
  });
});

describe("stuckItems", () => {
  const facts = { now: { ackFloor: 4, deliveredSequence: 9 }, before: { ackFloor: 4, deliveredSequence: 9 }, nowMs: 100_000, longestHoldMs: 60_000 };

  test.each([
    ["at or below the ack floor of two listings", makeItem(4), facts, true],
    ["below the ack floor of one listing only", makeItem(4), { ...facts, before: { ...facts.before, ackFloor: 3 }, nowMs: 2_000 }, false],
    ["delivered longer ago than any document may take", makeItem(9), facts, true],
    ["delivered a while ago", makeItem(9), { ...facts, nowMs: 61_000 }, false],
    ["not delivered, however old", makeItem(10), facts, false],
    ["delivered long ago, all its documents ended", makeItem(9, { open: new OpenIndexes([]) }), facts, false],
  ])("%s", (_, item, input, isStuck) => {
    expect(stuckItems([item], input).length === 1).toBe(isStuck);
  });
});
