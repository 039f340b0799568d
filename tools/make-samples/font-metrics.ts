/**
 * How wide text is. PDF's standard fonts and the Liberation fonts have the same widths by design, so one layout serves the PDF pages
 * (standard fonts, not embedded) and the pixel pages (Liberation, drawn by the SVG renderer).
 */
import { PDFDocument, StandardFonts } from "pdf-lib";
import type { PDFFont } from "pdf-lib";
import { dejavuWidth, isDejavu } from "./dejavu-widths.ts";
import type { StandardFace, TextStyle } from "./laid-page.ts";

/** The width of `text` in points. */
export type Measure = (text: string, style: TextStyle) => number;

export type Fonts = Readonly<Record<StandardFace, PDFFont>>;

const STANDARD: Readonly<Record<StandardFace, StandardFonts>> = {
  serif: StandardFonts.TimesRoman,
  "serif-bold": StandardFonts.TimesRomanBold,
  "serif-italic": StandardFonts.TimesRomanItalic,
  sans: StandardFonts.Helvetica,
  "sans-bold": StandardFonts.HelveticaBold,
  mono: StandardFonts.Courier,
};

/** All standard faces as fonts of this document. Faces that no page draws with leave nothing in the file. */
export async function embedFonts(document: PDFDocument): Promise<Fonts> {
  const embed = (face: StandardFace): Promise<PDFFont> => document.embedFont(STANDARD[face]);
  return {
    serif: await embed("serif"),
    "serif-bold": await embed("serif-bold"),
    "serif-italic": await embed("serif-italic"),
    sans: await embed("sans"),
    "sans-bold": await embed("sans-bold"),
    mono: await embed("mono"),
  };
}

/** Lines are measured word by word, and laid out again and again: what was measured is kept, up to so many texts. */
const MOST_KEPT = 200_000;

export async function createMeasure(): Promise<Measure> {
  const fonts = await embedFonts(await PDFDocument.create());
  const kept = new Map<string, number>();
  return (text, { face, sizePoints }) => {
    const key = `${face} ${sizePoints} ${text}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const width = isDejavu(face) ? dejavuWidth(text, { face, sizePoints }) : fonts[face].widthOfTextAtSize(text, sizePoints);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, width);
    return width;
  };
}
