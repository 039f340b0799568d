import { describe, expect, test } from "vitest";
import { type KnownRow, readKnown } from "../../test/corpus/known/read-known.ts";
import { layOutPage } from "../make-samples/page-flow.ts";
import { createMeasure } from "../make-samples/font-metrics.ts";
import { createRandom } from "../make-samples/random.ts";
import { KEPT_SCANS } from "./kept-scans.ts";
import { KNOWN_DOCUMENTS } from "./known-documents.ts";
import { invoice, minutes, priceList, smallPrint } from "./pages/list-pages.ts";
import { bookPage, letter, memo, newspaper, report } from "./pages/prose-pages.ts";
import { topicAt } from "./text/topics.ts";

const measure = await createMeasure();
const table = await readKnown();
const pagesOf = (rows: readonly KnownRow[]): number => rows.reduce((sum, { pages }) => sum + pages, 0);

describe("the table of documents with known texts", () => {
  test("is the one that the tool writes", () => {
    expect(table).toEqual(KNOWN_DOCUMENTS.map(({ row }) => JSON.parse(JSON.stringify(row))));
  });

  test("has at least 32 pages to compare, 9 of them real scans, and a page without anything", () => {
    const compared = table.filter(({ use }) => use === "pages");
    expect(pagesOf(compared)).toBeGreaterThanOrEqual(32);
    expect(pagesOf(compared.filter(({ origin }) => origin === "scan"))).toBeGreaterThanOrEqual(9);
    expect(compared.some(({ file }) => file.startsWith("pages/blank/"))).toBe(true);
  });

  test("has resolutions from 150 to 600 dpi, and pages askew from -3 to 2.4 degrees, three of them by 1.8 or more", () => {
    const resolutions = table.flatMap(({ dpi }) => dpi ?? []);
    expect([Math.min(...resolutions), Math.max(...resolutions)]).toEqual([150, 600]);
    const skews = table.map(({ skewDegrees }) => skewDegrees);
    expect([Math.min(...skews), Math.max(...skews)]).toEqual([-3, 2.4]);
    expect(skews.filter((degrees) => Math.abs(degrees) >= 1.8).length).toBeGreaterThanOrEqual(3);
    expect(skews).toContain(-2.1);
  });

  test("has a scan of 60 pages and 300 pages with their text", () => {
    expect(pagesOf(table.filter(({ use }) => use === "long-scan"))).toBe(60);
    expect(pagesOf(table.filter(({ use }) => use === "born-digital"))).toBe(300);
  });
});

describe("a kept file", () => {
  test.each(KEPT_SCANS)("is as it came, with its text where somebody typed it: $row.file", async ({ row, make }) => {
    const { bytes, truth } = await make(measure);
    expect(bytes.length).toBeGreaterThan(0);
    expect(truth?.length).toBe(row.hasTruth ? row.pages : undefined);
  });
});

describe("a kind of page", () => {
  const kinds = { bookPage, invoice, letter, memo, minutes, newspaper, priceList, report, smallPrint };
  const wishesOf = (seed: number) => ({ face: "serif", sizePoints: 10, random: createRandom(seed), measure, topic: topicAt(seed) }) as const;

  test.each(Object.entries(kinds))("is drawn alike from the same seed, and otherwise from another: %s", (_, kind) => {
    const linesFrom = (seed: number): readonly string[] => layOutPage(kind(wishesOf(seed)), measure).lines;
    expect(linesFrom(3)).toEqual(linesFrom(3));
    expect(linesFrom(3)).not.toEqual(linesFrom(4));
  });

  test.each(Object.entries(kinds))("leaves no slot of a template unfilled: %s", (_, kind) => {
    for (let seed = 0; seed < 4; seed++) expect(layOutPage(kind(wishesOf(seed)), measure).lines.join("\n")).not.toMatch(/[{}|]/);
  });
});
