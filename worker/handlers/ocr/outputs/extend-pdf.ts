/**
 * A searchable PDF of a PDF: the text of recognised pages is added behind the file as it is (an incremental update), so not
 * a byte of its pages and pictures changes.
 */
import { readFile } from "node:fs/promises";
import { ParseSpeeds, PDFDocument, PDFName, type PDFPage, type PDFRef } from "@cantoo/pdf-lib";
import { PermanentError } from "../../../errors.ts";
import type { Matrix, PageLayout } from "../page-layout.ts";
import { invisibleText } from "./invisible-text.ts";
import type { PageRecord } from "./page-record.ts";
import { addGlyphlessFont } from "./pdf-font.ts";

const FONT_TAG = "ReamText";

/** Throws PermanentError: Encrypted, Corrupt. */
export async function extendPdf(path: string, records: AsyncIterable<PageRecord>): Promise<Uint8Array> {
  const original = await readFile(path);
  const document = await load(original);
  let font: PDFRef | undefined;
  for await (const { page, from, layout } of records) {
    // What has no confidence is the page's own text: it is there.
    const words = from === "ocr" ? (layout?.words ?? []).filter(({ confidence }) => confidence !== undefined) : [];
    if (layout === undefined || words.length === 0) continue;
    font ??= addGlyphlessFont(document.context);
    addText(document.getPage(page - 1), { ...layout, words }, font);
  }
  return font === undefined ? original : document.save({ addDefaultPage: false, updateFieldAppearances: false });
}

async function load(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { forIncrementalUpdate: true, updateMetadata: false, parseSpeed: ParseSpeeds.Fastest });
  } catch (cause) {
    if (/encrypt/i.test(String(cause))) throw new PermanentError("Encrypted", "the PDF is protected, so that text cannot be added to it; leave `pdf` out of `outputs`", { cause });
    throw new PermanentError("Corrupt", "the PDF is damaged, so that text cannot be added to it; leave `pdf` out of `outputs`", { cause });
  }
}

/** Before what the page shows: what that leaves set does not matter then. */
function addText(page: PDFPage, layout: PageLayout, font: PDFRef): void {
  const { node } = page;
  const { context } = page.doc;
  const name = node.newFontDictionary(FONT_TAG, font).decodeText();
  const stream = context.register(context.flateStream(invisibleText(layout, { toUser: fromPixels(page, layout), font: name })));
  const { Contents: contents } = node.normalizedEntries();
  if (contents === undefined) node.set(PDFName.of("Contents"), context.obj([stream]));
  else contents.insert(0, stream);
}

/** From pixels of the page as it is seen to places in the file: pages may be cut, and turned by quarters. */
function fromPixels(page: PDFPage, layout: PageLayout): Matrix {
  const { x, y, width, height } = page.getCropBox();
  const quarters = (((page.getRotation().angle / 90) % 4) + 4) % 4;
  const isOnItsSide = quarters % 2 === 1;
  const across = (isOnItsSide ? height : width) / layout.width;
  const down = (isOnItsSide ? width : height) / layout.height;
  switch (quarters) {
    case 1:
      return [0, across, down, 0, x, y];
    case 2:
      return [-across, 0, 0, down, x + width, y];
    case 3:
      return [0, -across, -down, 0, x + width, y + height];
    default:
      return [across, 0, 0, -down, x, y + height];
  }
}
