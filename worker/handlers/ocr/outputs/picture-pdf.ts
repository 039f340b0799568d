/** A searchable PDF of pictures: JPEG and PNG go in as they are, others without loss. */
import { readFile } from "node:fs/promises";
import { type PDFContext, PDFDocument, type PDFPage, PDFName, type PDFRef } from "@cantoo/pdf-lib";
import sharp from "sharp";
import { PermanentError } from "../../../errors.ts";
import type { FileType } from "../file-type.ts";
import { IDENTITY, type Matrix, type PageLayout } from "../page-layout.ts";
import { invisibleText } from "./invisible-text.ts";
import type { PageRecord } from "./page-record.ts";
import { addGlyphlessFont } from "./pdf-font.ts";
import { addPng } from "./png-stream.ts";

const FONT = "ReamText";
const PICTURE = "Picture";
const POINTS_PER_INCH = 72;
/** The long side of A4: a picture that does not say how large it is gets that. */
const LONG_SIDE_POINTS = 842;

export interface PictureFile {
  readonly path: string;
  readonly type: Exclude<FileType, "pdf">;
}

/** Throws PermanentError Corrupt. */
export async function makePicturePdf(file: PictureFile, records: AsyncIterable<PageRecord>): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const font = addGlyphlessFont(document.context);
  for await (const { page, layout } of records) {
    const size = layout ?? { width: 1, height: 1, toPage: IDENTITY, words: [] };
    const picture = await addPicture(document, file, page - 1);
    showPage(document, size, { picture, font });
  }
  return document.save({ addDefaultPage: false, updateFieldAppearances: false });
}

interface Shown {
  readonly picture: { readonly ref: PDFRef; readonly orientation: number };
  readonly font: PDFRef;
}

function showPage(document: PDFDocument, layout: PageLayout, { picture, font }: Shown): void {
  const scale = pointsPerPixel(layout);
  const page = document.addPage([layout.width * scale, layout.height * scale]);
  page.node.setFontDictionary(PDFName.of(FONT), font);
  page.node.setXObject(PDFName.of(PICTURE), picture.ref);
  const text = invisibleText(layout, { toUser: [scale, 0, 0, -scale, 0, layout.height * scale], font: FONT });
  const place = onPage(page, picture.orientation).map((value) => Number(value.toFixed(4)));
  const { context } = document;
  page.node.set(PDFName.of("Contents"), context.register(context.flateStream(`${text}q ${place.join(" ")} cm /${PICTURE} Do Q\n`)));
}

function pointsPerPixel({ width, height, dpi }: PageLayout): number {
  return dpi === undefined ? LONG_SIDE_POINTS / Math.max(width, height) : POINTS_PER_INCH / dpi;
}

/** From the unit square that a picture fills to the page, turned as EXIF says (CIPA DC-008, 4.6.4 A). */
function onPage(page: PDFPage, orientation: number): Matrix {
  const { width: w, height: h } = page.getSize();
  const upright: Matrix = [w, 0, 0, h, 0, 0];
  const places: readonly Matrix[] = [upright, [-w, 0, 0, h, w, 0], [-w, 0, 0, -h, w, h], [w, 0, 0, -h, 0, h], [0, -h, -w, 0, w, h], [0, -h, w, 0, 0, h], [0, h, w, 0, 0, 0], [0, h, -w, 0, w, 0]];
  return places[orientation - 1] ?? upright;
}

async function addPicture(document: PDFDocument, { path, type }: PictureFile, page: number): Promise<Shown["picture"]> {
  try {
    const { orientation = 1 } = await sharp(path, { page, limitInputPixels: false }).metadata();
    const asIs = type === "jpeg" || type === "png" ? await addAsIs(document, path, type) : undefined;
    if (asIs !== undefined) return { ref: asIs, orientation };
    return { ref: await addLossless(document.context, path, page), orientation: 1 };
  } catch (cause) {
    throw new PermanentError("Corrupt", `the picture of page ${page + 1} cannot be put into a PDF; leave \`pdf\` out of \`outputs\``, { cause });
  }
}

async function addAsIs(document: PDFDocument, path: string, type: "jpeg" | "png"): Promise<PDFRef | undefined> {
  const bytes = await readFile(path);
  return type === "png" ? addPng(document.context, bytes) : (await document.embedJpg(bytes)).ref;
}

async function addLossless(context: PDFContext, path: string, page: number): Promise<PDFRef> {
  const picture = sharp(path, { page, limitInputPixels: false }).autoOrient().flatten({ background: "white" });
  const png = addPng(context, await picture.png({ compressionLevel: 6 }).toBuffer());
  if (png === undefined) throw new Error("a PNG that was just made is not plain");
  return png;
}
