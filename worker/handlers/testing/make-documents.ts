/** For tests: real documents, made on the spot. No fonts of the machine are used: pdfium brings its own. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PDFDocument, PDFHexString, StandardFonts } from "pdf-lib";
import sharp, { type Sharp } from "sharp";
import type { GreyPicture } from "../ocr/grey-picture.ts";
import { openPdf } from "../ocr/pdfium.ts";

export const A5 = { width: 420, height: 595 } as const;

/** A page of a PDF to make: lines of text, a scanned picture, both, or nothing. */
export interface PageToMake {
  readonly lines?: readonly string[];
  /** PNG, over the whole page. */
  readonly scan?: Buffer;
}

export async function makePdf(pages: readonly PageToMake[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const { lines = [], scan } of pages) {
    const page = document.addPage([A5.width, A5.height]);
    if (scan !== undefined) page.drawImage(await document.embedPng(scan), A5);
    for (const [index, line] of lines.entries()) page.drawText(line, { x: 40, y: A5.height - 60 - index * 24, size: 14, font });
  }
  return document.save();
}

/** Asks for a password that nobody knows. */
export async function makeEncryptedPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.load(await makePdf([{ lines: ["secret"] }]));
  const { context } = document;
  const random = PDFHexString.of("5a".repeat(32));
  context.trailerInfo.Encrypt = context.register(context.obj({ Filter: "Standard", V: 1, R: 2, O: random, U: random, P: -4 }));
  context.trailerInfo.ID = context.obj([PDFHexString.of("00".repeat(16)), PDFHexString.of("00".repeat(16))]);
  return document.save({ useObjectStreams: false });
}

/** The lines as a scanner would see them: a picture at 150 dpi with that in its header. */
export async function makeScan(folder: string, lines: readonly string[], dpi = 150): Promise<Sharp> {
  const path = join(folder, "scan-source.pdf");
  const bytes = await makePdf([{ lines }]);
  await writeFile(path, bytes);
  const document = await openPdf(path, bytes.length);
  const page = document.openPage(0);
  const size = { width: Math.round((A5.width * dpi) / 72), height: Math.round((A5.height * dpi) / 72) };
  const { pixels } = page.draw(size);
  page.close();
  document.close();
  return sharp(pixels.data, { raw: { ...size, channels: 1 } }).toColourspace("b-w").withMetadata({ density: dpi });
}

/** As engines are given it. */
export async function toGreyPicture(image: Sharp, dpi?: number): Promise<GreyPicture> {
  const { data, info } = await image.greyscale().toColourspace("b-w").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, ...(dpi === undefined ? {} : { dpi }) };
}

/** A TIFF of several pages, all of one size. */
export async function makeTiff(scans: readonly Buffer[]): Promise<Buffer> {
  return sharp([...scans], { join: { animated: true } }).toColourspace("b-w").tiff({ compression: "lzw" }).toBuffer();
}
