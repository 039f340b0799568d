import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunProgress } from "../../local/run-progress.ts";
import { makeProgress } from "../testing/make-world.ts";
import { displayWidth } from "./display-width.ts";
import { renderBarLine, renderPlainLine } from "./render-line.ts";

const half = makeProgress({ total: 1000, succeeded: 480, failed: 12, skipped: 8, retrying: 3, pending: 497, ratePerHour: 7200, etaMs: 250_000 });

test.each([
  [110, "50%  500/1,000  12 failed  2.0/s  4 min 10 s left  3 retrying  8 skipped"],
  [60, "50%  500/1,000  12 failed  2.0/s"],
  [30, "50%  500/1,000"],
  [12, "50%"],
  [4, "50%"],
  [2, "50"],
])("a line of %i columns says what fits, the most important first", (columns, want) => {
  const line = renderBarLine(half, { columns, isUnicode: true });
  expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  expect(line.replace(/▕[█▏▎▍▌▋▊▉ ]*▏ /, "")).toBe(want);
});

test("a terminal without Unicode gets a bar of its own", () => {
  expect(renderBarLine(makeProgress({ total: 4, succeeded: 2, pending: 2 }), { columns: 24, isUnicode: false })).toBe("[######.....] 50%  2/4");
});

test("no line is wider than the terminal, and 100% is said only when everything has ended", () => {
  const count = fc.nat({ max: 2_000_000 });
  const progress = fc.record({ pending: count, queued: count, retrying: count, succeeded: count, failed: count, skipped: count, cancelled: count }).map((counts) => {
    const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
    return { ...makeProgress({ ...counts, total, ratePerHour: counts.failed, etaMs: counts.pending * 1000 }), progressPercent: 100 };
  });
  fc.assert(
    fc.property(progress, fc.integer({ min: 1, max: 250 }), fc.boolean(), (each: RunProgress, columns, isUnicode) => {
      const line = renderBarLine(each, { columns, isUnicode });
      expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(line).not.toContain("\n");
      expect(renderPlainLine(each).startsWith("100%")).toBe(each.pending + each.queued + each.retrying === 0);
    }),
  );
});

test.each<[string, Partial<RunProgress>, string]>([
  ["before the documents are known", { phase: "Discovering" }, "looking for documents"],
  ["while documents are worked on", { total: 20, succeeded: 5, pending: 15 }, "25%, 5/20"],
  ["by steps, where stages have more to tell", { total: 20, pending: 20, progressPercent: 45 }, "45%, 0/20"],
  ["after Ctrl-C", { phase: "Draining", total: 20, succeeded: 5, pending: 15, ratePerHour: 10 }, "25%, 5/20, finishing what was started"],
  ["while results are written", { phase: "Finalizing", total: 20, succeeded: 20 }, "100%, 20/20, writing results"],
  ["when there was nothing", { phase: "Completed", total: 0 }, "100%, 0/0, completed"],
])("a log line tells how far the run is %s", (_, progress, want) => {
  expect(renderPlainLine(makeProgress(progress))).toBe(want);
});
