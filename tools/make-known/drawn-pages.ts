/** The drawn documents of a page or a few: each one has something about it that makes it harder to read. */
import { buildFile, buildTruth } from "../make-samples/build-sample.ts";
import { createRandom } from "../make-samples/random.ts";
import type { ScanLook } from "../make-samples/scan-page.ts";
import type { TextStyle } from "../make-samples/laid-page.ts";
import type { KnownDocument } from "./known-document.ts";
import { invoice, minutes, priceList, smallPrint } from "./pages/list-pages.ts";
import type { PageKind, PageWishes } from "./pages/page-kind.ts";
import { blank, bookPage, letter, memo, newspaper, report } from "./pages/prose-pages.ts";
import { topicAt } from "./text/topics.ts";

type Picture = { readonly type: "png"; readonly look: ScanLook; readonly levels: number } | { readonly type: "jpeg"; readonly look: ScanLook; readonly quality: number } | { readonly type: "tiff"; readonly look: ScanLook };

interface DrawnPage extends TextStyle, Pick<PageWishes, "columns" | "marginPoints" | "most"> {
  readonly file: string;
  readonly about: string;
  readonly kind: PageKind;
  readonly medium: Picture;
  readonly pages?: number;
}

/** Paper not quite white, ink not quite black. */
const OFFICE = { paper: 248, ink: 24, blurPixels: 0.5, grain: 5 } as const;
const CLEAN = { levels: 16 } as const;

const PAGES: readonly DrawnPage[] = [
  { file: "letters/clean-serif.png", about: "clean", kind: letter, face: "serif", sizePoints: 11.5, medium: { type: "png", ...CLEAN, look: { dpi: 300, seed: 1 } } },
  { file: "letters/office-sans.jpg", about: "an office scanner's grey", kind: letter, face: "sans", sizePoints: 10.5, medium: { type: "jpeg", quality: 75, look: { dpi: 200, seed: 2, ...OFFICE } } },
  { file: "letters/600-dpi.png", about: "four times the pixels that are needed", kind: letter, face: "serif", sizePoints: 12, most: 6, medium: { type: "png", ...CLEAN, look: { dpi: 600, seed: 3 } } },
  { file: "letters/150-dpi.jpg", about: "few pixels", kind: letter, face: "dejavu-sans", sizePoints: 10, medium: { type: "jpeg", quality: 82, look: { dpi: 150, seed: 4, ...OFFICE } } },
  { file: "letters/askew-left-2.1.png", about: "askew", kind: letter, face: "serif", sizePoints: 11.5, medium: { type: "png", ...CLEAN, look: { dpi: 300, seed: 5, skewDegrees: -2.1 } } },
  { file: "reports/black-and-white.tif", about: "two pages in one file, CCITT group 4", kind: report, pages: 2, face: "dejavu-serif", sizePoints: 9.5, medium: { type: "tiff", look: { dpi: 300, seed: 6, blurPixels: 0.6 } } },
  { file: "reports/grain.png", about: "paper with grain", kind: report, face: "serif", sizePoints: 11, medium: { type: "png", levels: 32, look: { dpi: 300, seed: 7, paper: 240, ink: 30, grain: 40 } } },
  { file: "reports/low-contrast.png", about: "grey on grey", kind: report, face: "sans", sizePoints: 10.5, medium: { type: "png", levels: 64, look: { dpi: 200, seed: 8, paper: 205, ink: 135, grain: 6 } } },
  { file: "reports/crushed.jpg", about: "JPEG of very low quality", kind: report, face: "serif", sizePoints: 11.5, medium: { type: "jpeg", quality: 14, look: { dpi: 200, seed: 9, ...OFFICE } } },
  { file: "reports/150-dpi-specks.png", about: "few pixels, and specks", kind: report, face: "serif", sizePoints: 12, medium: { type: "png", levels: 32, look: { dpi: 150, seed: 10, ...OFFICE, specks: 0.004 } } },
  { file: "reports/askew-right-2.4.jpg", about: "askew", kind: report, face: "sans", sizePoints: 10.5, medium: { type: "jpeg", quality: 70, look: { dpi: 200, seed: 11, ...OFFICE, skewDegrees: 2.4 } } },
  { file: "newspapers/two-columns.png", about: "two justified columns", kind: newspaper, columns: 2, marginPoints: 48, face: "serif", sizePoints: 9.5, medium: { type: "png", ...CLEAN, look: { dpi: 300, seed: 12 } } },
  { file: "newspapers/three-columns.jpg", about: "three justified columns; light falls off", kind: newspaper, columns: 3, marginPoints: 44, face: "serif", sizePoints: 9, medium: { type: "jpeg", quality: 70, look: { dpi: 300, seed: 13, ...OFFICE, shade: 0.3 } } },
  { file: "memos/typewriter.png", about: "one width for all letters", kind: memo, face: "mono", sizePoints: 10.5, medium: { type: "png", ...CLEAN, look: { dpi: 200, seed: 14, blurPixels: 0.7 } } },
  { file: "memos/fax.tif", about: "black and white, with the specks of a bad line", kind: memo, face: "mono", sizePoints: 11, most: 5, medium: { type: "tiff", look: { dpi: 200, seed: 15, blurPixels: 0.6, specks: 0.008 } } },
  { file: "minutes/slightly-askew.png", about: "askew by less than matters", kind: minutes, face: "serif", sizePoints: 11, medium: { type: "png", levels: 32, look: { dpi: 250, seed: 16, ...OFFICE, skewDegrees: -0.8 } } },
  { file: "minutes/photographed.jpg", about: "light falls off, slightly askew", kind: minutes, face: "dejavu-sans", sizePoints: 9.5, medium: { type: "jpeg", quality: 72, look: { dpi: 200, seed: 17, paper: 230, ink: 40, blurPixels: 0.8, grain: 8, shade: 0.4, skewDegrees: 0.9 } } },
  { file: "minutes/askew-right-1.9.png", about: "askew by just enough to matter", kind: minutes, face: "serif", sizePoints: 11, most: 5, medium: { type: "png", levels: 32, look: { dpi: 200, seed: 18, ...OFFICE, skewDegrees: 1.9 } } },
  { file: "conditions/6-point.png", about: "6 point print", kind: smallPrint, marginPoints: 90, face: "serif", sizePoints: 6, most: 9, medium: { type: "png", ...CLEAN, look: { dpi: 400, seed: 19 } } },
  { file: "conditions/two-columns.jpg", about: "7.5 point print in two columns", kind: smallPrint, columns: 2, face: "sans", sizePoints: 7.5, most: 14, medium: { type: "jpeg", quality: 75, look: { dpi: 300, seed: 20, ...OFFICE } } },
  { file: "invoices/ruled.png", about: "a ruled grid", kind: invoice, face: "sans", sizePoints: 10, medium: { type: "png", ...CLEAN, look: { dpi: 200, seed: 21 } } },
  { file: "invoices/slightly-askew.jpg", about: "a ruled grid, slightly askew", kind: invoice, most: 18, face: "serif", sizePoints: 10.5, medium: { type: "jpeg", quality: 75, look: { dpi: 300, seed: 22, ...OFFICE, skewDegrees: 0.5 } } },
  { file: "prices/long-table.png", about: "many rows", kind: priceList, face: "sans", sizePoints: 10, medium: { type: "png", levels: 32, look: { dpi: 200, seed: 23, ...OFFICE } } },
  { file: "books/blurred-italics.png", about: "italics out of focus", kind: bookPage, face: "serif-italic", sizePoints: 12, marginPoints: 80, medium: { type: "png", levels: 32, look: { dpi: 300, seed: 24, ...OFFICE, blurPixels: 2.2 } } },
  { file: "books/askew-left-3.0.jpg", about: "askew", kind: bookPage, face: "serif", sizePoints: 12, marginPoints: 80, medium: { type: "jpeg", quality: 75, look: { dpi: 200, seed: 25, ...OFFICE, skewDegrees: -3 } } },
  { file: "blank/grain-and-specks.png", about: "nothing but dirt", kind: blank, face: "serif", sizePoints: 11, medium: { type: "png", levels: 16, look: { dpi: 200, seed: 26, paper: 235, grain: 30, specks: 0.004 } } },
];

export const DRAWN_PAGES: readonly KnownDocument[] = PAGES.map((page, index) => ({
  row: {
    file: `pages/${page.file}`,
    use: "pages",
    kind: page.medium.type,
    pages: page.pages ?? 1,
    origin: "drawn",
    dpi: page.medium.look.dpi,
    skewDegrees: page.medium.look.skewDegrees ?? 0,
    hasTruth: true,
    licence: "as this repository",
    about: page.about,
  },
  make: async (measure) => {
    const random = createRandom(1000 + page.medium.look.seed);
    const wishes = { ...page, random, measure, topic: topicAt(index) };
    const contents = Array.from({ length: page.pages ?? 1 }, () => page.kind(wishes));
    const document = { title: page.file, medium: page.medium, pages: contents };
    return { bytes: await buildFile(document, measure), truth: buildTruth(document, measure) };
  },
}));
