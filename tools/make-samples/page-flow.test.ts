import { beforeAll, describe, expect, test } from "vitest";
import { columnBreak, lines, list, rule, text } from "./block.ts";
import type { Block } from "./block.ts";
import { createMeasure } from "./font-metrics.ts";
import type { Measure } from "./font-metrics.ts";
import { layOutPage } from "./page-flow.ts";

const STYLE = { face: "serif", sizePoints: 12 } as const;
const PARAGRAPH = "the quick brown fox jumps over the lazy dog and runs home ".repeat(12);

describe("layOutPage", () => {
  let measure: Measure;
  beforeAll(async () => {
    measure = await createMeasure();
  });
  const layOut = (blocks: readonly Block[], columns: 1 | 2 = 1) => layOutPage({ ...STYLE, blocks, columns }, measure);

  test("keeps every run inside the margins", () => {
    const page = layOut([text(PARAGRAPH), text(PARAGRAPH, { align: "justified" }), lines(["right"], { align: "right" }), rule]);
    for (const run of page.runs) {
      expect(run.x).toBeGreaterThanOrEqual(64);
      expect(run.x + measure(run.text, run)).toBeLessThanOrEqual(595 - 64 + 0.01);
    }
  });

  test("gives the lines in reading order, a list's label in front of its text", () => {
    expect(layOut([text("Before"), list([["1.", "first"], ["2.", "second"]])]).lines).toEqual(["Before", "1. first", "2. second"]);
  });

  test("draws as many words as the known text has", () => {
    const page = layOut([text(PARAGRAPH, { align: "justified" }), list([["(a)", PARAGRAPH]])]);
    const drawn = page.runs.map((run) => run.text).join(" ");
    expect(drawn.split(" ")).toEqual(page.lines.join(" ").split(" "));
  });

  test("goes on at the top of the second column", () => {
    const { runs } = layOut([text("left"), columnBreak, text("right")], 2);
    expect(runs.map((run) => run.y)).toEqual([runs[0]?.y, runs[0]?.y]);
    expect(runs[1]?.x).toBeGreaterThan(595 / 2);
  });

  test("refuses more text than the page takes", () => {
    expect(() => layOut(Array.from({ length: 20 }, () => text(PARAGRAPH)))).toThrow("the page is full");
  });

  test("refuses a cell that its column is too narrow for", () => {
    const table = { kind: "table", columns: [{ widthPoints: 20, align: "left" }], rows: [["much too long"]] } as const;
    expect(() => layOut([table])).toThrow('the cell "much too long" must be shorter');
  });
});
