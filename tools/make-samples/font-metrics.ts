/**
 * How wide text is. PDF's standard fonts and the Liberation fonts have the same widths by design, so one layout serves the PDF pages
 * (standard fonts, not embedded) and the pixel pages (Liberation, drawn by the SVG renderer).
 */
import { PDFDocument, StandardFonts } from "pdf-lib";
import type { PDFFont } from "pdf-lib";
import type { Face, TextStyle } from "./laid-page.ts";

/** The width of `text` in points. */
export type Measure = (text: string, style: TextStyle) => number;

export type Fonts = Readonly<Record<Face, PDFFont>>;

const STANDARD: Readonly<Record<Face, StandardFonts>> = {
  serif: StandardFonts.TimesRoman,
  "serif-bold": StandardFonts.TimesRomanBold,
  "serif-italic": StandardFonts.TimesRomanItalic,
  sans: StandardFonts.Helvetica,
  "sans-bold": StandardFonts.HelveticaBold,
  mono: StandardFonts.Courier,
};

/** All faces as fonts of this document. Faces that no page draws with leave nothing in the file. */
export async function embedFonts(document: PDFDocument): Promise<Fonts> {
  const embed = (face: Face): Promise<PDFFont> => document.embedFont(STANDARD[face]);
  return {
    serif: await embed("serif"),
    "serif-bold": await embed("serif-bold"),
    "serif-italic": await embed("serif-italic"),
    sans: await embed("sans"),
    "sans-bold": await embed("sans-bold"),
    mono: await embed("mono"),
  };
}

export async function createMeasure(): Promise<Measure> {
  const fonts = await embedFonts(await PDFDocument.create());
  return (text, { face, sizePoints }) => fonts[face].widthOfTextAtSize(text, sizePoints);
}
