import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { DocumentState } from "./ledger/document-state.ts";
import { DocumentTable } from "./ledger/document-table.ts";
import { backoffDelayMs, dueAtMs, retryDelayMs } from "./retry.ts";

const retry = { maxAttempts: 4, initialDelaySeconds: 2, multiplier: 2, maxDelaySeconds: 300 };

describe("retryDelayMs", () => {
  test("doubles from the initial delay to the maximum", () => {
    expect([1, 2, 3, 8, 9].map((attempts) => retryDelayMs(attempts, retry))).toEqual([2_000, 4_000, 8_000, 256_000, 300_000]);
  });
});

describe("backoffDelayMs", () => {
  test("goes from one second to sixty", () => {
    expect([1, 2, 6, 7, 100].map(backoffDelayMs)).toEqual([1_000, 2_000, 32_000, 60_000, 60_000]);
  });
});

describe("dueAtMs", () => {
  test("lies at most a fifth before the full delay, never after it, and is the same whenever it is asked", () => {
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1000 }), (index, attempts, tryNumber) => {
        const table = new DocumentTable({ total: 100, epochMs: 0 });
        for (let each = 0; each < attempts; each += 1) table.countAttempt(index);
        table.setTry(index, tryNumber);
        table.setTimeMs(index, 50_000);
        table.setPlace(index, 0, DocumentState.Retry);
        const waited = dueAtMs(table, index, retry) - 50_000;
        const full = retryDelayMs(attempts, retry);
        expect(waited).toBeGreaterThanOrEqual(Math.floor(full * 0.8));
        expect(waited).toBeLessThanOrEqual(full);
        expect(dueAtMs(table, index, retry)).toBe(waited + 50_000);
      }),
    );
  });

  test("spreads documents that failed together", () => {
    const table = new DocumentTable({ total: 50, epochMs: 0 });
    for (let index = 0; index < 50; index += 1) {
      table.countAttempt(index);
      table.setPlace(index, 0, DocumentState.Retry);
    }
    const times = new Set(Array.from({ length: 50 }, (_, index) => dueAtMs(table, index, retry)));
    expect(times.size).toBeGreaterThan(40);
  });

  test("is at once for a document that was given back without blame", () => {
    const table = new DocumentTable({ total: 1, epochMs: 0 });
    table.setTimeMs(0, 7_000);
    table.setPlace(0, 0, DocumentState.Again);
    expect(dueAtMs(table, 0, retry)).toBe(7_000);
  });
});
