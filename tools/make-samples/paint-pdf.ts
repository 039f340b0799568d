/** Writes PDF files: pages with a text layer, pages that are only a picture, or both in one file. */
import { PDFDocument, rgb } from "pdf-lib";
import { isDejavu } from "./dejavu-widths.ts";
import { encodeJpeg } from "./encode-scan.ts";
import { embedFonts } from "./font-metrics.ts";
import type { Fonts } from "./font-metrics.ts";
import type { LaidPage } from "./laid-page.ts";
import { scanPage } from "./scan-page.ts";
import type { ScanLook } from "./scan-page.ts";

/** A page is drawn as text, or scanned when it has a look. */
export interface PdfPage {
  readonly page: LaidPage;
  readonly look?: ScanLook;
}

const SCAN_JPEG_QUALITY = 55;
/** A fixed date, so that the bytes are the same on each run. */
const MADE = new Date("2024-01-01T00:00:00Z");

export async function paintPdf(title: string, pages: readonly PdfPage[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  describeFile(document, title);
  const fonts = await embedFonts(document);
  for (const { page, look } of pages) {
    if (look === undefined) addTextPage(document, page, fonts);
    else await addScannedPage(document, page, look);
  }
  return document.save();
}

function describeFile(document: PDFDocument, title: string): void {
  document.setTitle(title);
  document.setProducer("make-samples");
  document.setCreator("make-samples");
  document.setCreationDate(MADE);
  document.setModificationDate(MADE);
}

function addTextPage(document: PDFDocument, page: LaidPage, fonts: Fonts): void {
  const sheet = document.addPage([page.widthPoints, page.heightPoints]);
  // PDF counts upwards from the bottom, the layout downwards from the top.
  const up = (y: number): number => page.heightPoints - y;
  for (const { x1, y1, x2, y2, widthPoints } of page.rules) {
    sheet.drawLine({ start: { x: x1, y: up(y1) }, end: { x: x2, y: up(y2) }, thickness: widthPoints, color: rgb(0, 0, 0) });
  }
  for (const { text, x, y, face, sizePoints } of page.runs) {
    if (isDejavu(face)) throw new Error(`"${text}" is in ${face}: text of a PDF must be in a standard face`);
    sheet.drawText(text, { x, y: up(y), size: sizePoints, font: fonts[face] });
  }
}

async function addScannedPage(document: PDFDocument, page: LaidPage, look: ScanLook): Promise<void> {
  const sheet = document.addPage([page.widthPoints, page.heightPoints]);
  const picture = await document.embedJpg(await encodeJpeg(await scanPage(page, look), SCAN_JPEG_QUALITY));
  sheet.drawImage(picture, { x: 0, y: 0, width: page.widthPoints, height: page.heightPoints });
}
