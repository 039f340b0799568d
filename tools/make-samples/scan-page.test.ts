import { describe, expect, test } from "vitest";
import { A4_HEIGHT_POINTS, A4_WIDTH_POINTS } from "./laid-page.ts";
import { scanPage } from "./scan-page.ts";

/** A thick bar across the page: needs no font. */
const page = {
  widthPoints: A4_WIDTH_POINTS,
  heightPoints: A4_HEIGHT_POINTS,
  runs: [],
  lines: [],
  rules: [{ x1: 100, y1: 400, x2: 500, y2: 400, widthPoints: 60 }],
};
const LOOK = { dpi: 50, seed: 1 };

describe("scanPage", () => {
  test("gives the same pixels for the same seed, and others for another", async () => {
    const noisy = { ...LOOK, grain: 20, specks: 0.01 };
    const first = await scanPage(page, noisy);
    expect((await scanPage(page, noisy)).pixels).toEqual(first.pixels);
    expect((await scanPage(page, { ...noisy, seed: 2 })).pixels).not.toEqual(first.pixels);
  });

  test("keeps the size of a page that lies askew", async () => {
    const straight = await scanPage(page, LOOK);
    const askew = await scanPage(page, { ...LOOK, skewDegrees: 2.5 });
    expect([askew.width, askew.height]).toEqual([straight.width, straight.height]);
    expect(askew.pixels).not.toEqual(straight.pixels);
  });

  test("draws with the greys of the paper and the ink", async () => {
    const { pixels } = await scanPage(page, { ...LOOK, paper: 240, ink: 30 });
    const sorted = pixels.toSorted();
    expect([sorted.at(0), sorted.at(-1)]).toEqual([30, 240]);
  });

  test("is darker in the far corner of a shaded page", async () => {
    const { pixels } = await scanPage(page, { ...LOOK, shade: 0.3 });
    expect(pixels.at(-1)).toBeLessThan(pixels.at(0) ?? 0);
  });
});
