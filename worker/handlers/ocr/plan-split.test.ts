import fc from "fast-check";
import { expect, test } from "vitest";
import { planSplit } from "./plan-split.ts";

test("a split covers every page once, in 2 to 4096 parts, of which only the last is smaller", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 100_000 }), (pages, splitPages) => {
      const plan = planSplit(pages, splitPages);
      if (plan === undefined) {
        expect(pages).toBeLessThanOrEqual(splitPages);
        return;
      }
      expect(plan.parts).toBeGreaterThanOrEqual(2);
      expect(plan.parts).toBeLessThanOrEqual(4096);
      expect(plan.pagesPerPart).toBeGreaterThanOrEqual(splitPages);
      const last = pages - (plan.parts - 1) * plan.pagesPerPart;
      expect(last).toBeGreaterThanOrEqual(1);
      expect(last).toBeLessThanOrEqual(plan.pagesPerPart);
    }),
  );
});

test("parts are larger than asked for only where there would be too many", () => {
  expect(planSplit(4096 * 2, 2)).toEqual({ parts: 4096, pagesPerPart: 2 });
  expect(planSplit(4096 * 2 + 1, 2)).toEqual({ parts: 2731, pagesPerPart: 3 });
});
