/** Two documents of many pages: a scan, and one that has its text. */
import { layOutPage } from "../make-samples/page-flow.ts";
import { A4_HEIGHT_POINTS, type LaidPage, type StandardFace } from "../make-samples/laid-page.ts";
import type { Measure } from "../make-samples/font-metrics.ts";
import { paintPdf, type PdfPage } from "../make-samples/paint-pdf.ts";
import { createRandom } from "../make-samples/random.ts";
import type { KnownDocument } from "./known-document.ts";
import { invoice, minutes, priceList } from "./pages/list-pages.ts";
import type { PageKind } from "./pages/page-kind.ts";
import { bookPage, letter, newspaper, report } from "./pages/prose-pages.ts";
import { topicAt } from "./text/topics.ts";

interface Turn {
  readonly kind: PageKind;
  readonly face: StandardFace;
  readonly sizePoints: number;
  readonly columns?: 1 | 2;
  readonly marginPoints?: number;
  readonly most?: number;
}

const SCAN_PAGES = 60;
/** Half a sheet: so short that a page takes about half a second. */
const SLIP_HEIGHT_POINTS = A4_HEIGHT_POINTS / 2;
const SCAN_TURNS: readonly Turn[] = [
  { kind: letter, face: "serif", sizePoints: 10.5, marginPoints: 36, most: 1 },
  { kind: bookPage, face: "serif", sizePoints: 12, marginPoints: 48, most: 2 },
  { kind: report, face: "sans", sizePoints: 11, marginPoints: 48, most: 2 },
  { kind: minutes, face: "serif", sizePoints: 11.5, marginPoints: 48, most: 1 },
];
const MARGIN_POINTS = 18;
const SCAN_LOOK = { dpi: 200, paper: 246, ink: 28, blurPixels: 0.5, grain: 5 } as const;
/** Sheets of a feeder never lie quite straight. */
const SCAN_SKEWS_DEGREES = [0, 0.4, -0.3, 0, 0.7, -0.6, 0.2] as const;

const TEXT_PAGES = 300;
const TEXT_TURNS: readonly Turn[] = [
  { kind: report, face: "serif", sizePoints: 11 },
  { kind: bookPage, face: "serif", sizePoints: 11 },
  { kind: minutes, face: "sans", sizePoints: 10 },
  { kind: newspaper, face: "serif", sizePoints: 9.5, columns: 2 },
  { kind: invoice, face: "sans", sizePoints: 10 },
  { kind: priceList, face: "sans", sizePoints: 10 },
];

const LONG_SCAN: KnownDocument = {
  row: { file: "long-scan/daybook.pdf", use: "long-scan", kind: "pdf-scan", pages: SCAN_PAGES, origin: "drawn", dpi: SCAN_LOOK.dpi, skewDegrees: 0, hasTruth: true, licence: "as this repository", about: "slips of half a sheet, JPEG" },
  make: async (measure) => {
    const pages = layOutTurns(SCAN_TURNS, { pages: SCAN_PAGES, seed: 60, measure }).map(toSlip);
    const scans = pages.map((page, index): PdfPage => ({ page, look: { ...SCAN_LOOK, seed: 6000 + index, skewDegrees: SCAN_SKEWS_DEGREES[index % SCAN_SKEWS_DEGREES.length] ?? 0 } }));
    return { bytes: await paintPdf("Daybook", scans), truth: pages.map(toTruth) };
  },
};

const BORN_DIGITAL: KnownDocument = {
  row: { file: "born-digital/handbook.pdf", use: "born-digital", kind: "pdf-text", pages: TEXT_PAGES, origin: "drawn", skewDegrees: 0, hasTruth: true, licence: "as this repository", about: "every page holds its text" },
  make: async (measure) => {
    const pages = layOutTurns(TEXT_TURNS, { pages: TEXT_PAGES, seed: 300, measure });
    return { bytes: await paintPdf("Handbook", pages.map((page) => ({ page }))), truth: pages.map(toTruth) };
  },
};

export const LONG_DOCUMENTS: readonly KnownDocument[] = [LONG_SCAN, BORN_DIGITAL];

function layOutTurns(turns: readonly Turn[], { pages, seed, measure }: { pages: number; seed: number; measure: Measure }): LaidPage[] {
  const random = createRandom(seed);
  return Array.from({ length: pages }, (_, index) => {
    const turn = turns[index % turns.length];
    if (turn === undefined) throw new Error("there must be a kind of page");
    const { kind, ...style } = turn;
    return layOutPage(kind({ ...style, random, measure, topic: topicAt(index) }), measure);
  });
}

function toSlip(page: LaidPage): LaidPage {
  const lowest = Math.max(...page.runs.map(({ y }) => y));
  if (lowest > SLIP_HEIGHT_POINTS - MARGIN_POINTS) throw new Error(`"${page.lines.at(-1) ?? ""}" must stand higher: the slip ends there`);
  return { ...page, heightPoints: SLIP_HEIGHT_POINTS };
}

function toTruth({ lines }: LaidPage): string {
  return lines.map((line) => line.replace(/\s+/g, " ")).join("\n");
}
