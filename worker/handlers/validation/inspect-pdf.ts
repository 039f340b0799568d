/** A PDF: every page is loaded. */
import { PermanentError } from "../../errors.ts";
import { checkPageCount } from "../ocr/page-limits.ts";
import { openPdf, type PdfDocument } from "../ocr/pdfium.ts";
import { cleanText } from "../ocr/text-layer.ts";
import type { Inspecting } from "./inspecting.ts";
import { type Inspection, MAX_TEXT_CHARACTERS, MILLIMETRES_PER_INCH, type PageFacts } from "./inspection.ts";

const POINTS_PER_INCH = 72;

/** Throws PermanentError: Encrypted, Corrupt, Empty, TooManyPages. */
export async function inspectPdf(inspecting: Inspecting): Promise<Inspection> {
  const document = await openPdf(inspecting.path, inspecting.bytes);
  try {
    checkPageCount(document.pages, inspecting.limits);
    return inspectPages(document, inspecting);
  } finally {
    document.close();
  }
}

function inspectPages(document: PdfDocument, { signal, needsText }: Inspecting): Inspection {
  const pages: PageFacts[] = [];
  const texts: string[] = [];
  let [characters, problem] = [0, undefined as PermanentError | undefined];
  for (let index = 0; index < document.pages; index += 1) {
    signal.throwIfAborted();
    const read = tryPage(document, index, needsText && characters < MAX_TEXT_CHARACTERS);
    if (read instanceof PermanentError) problem ??= read;
    else texts.push(read.text);
    characters += read instanceof PermanentError ? 0 : read.text.length;
    pages.push(read instanceof PermanentError ? {} : read.facts);
  }
  const text = texts.join("\f").slice(0, MAX_TEXT_CHARACTERS);
  return { pages, read: "every page", ...(needsText ? { text } : {}), ...(problem === undefined ? {} : { problem }) };
}

function tryPage(document: PdfDocument, index: number, needsText: boolean): { readonly facts: PageFacts; readonly text: string } | PermanentError {
  try {
    const page = document.openPage(index);
    try {
      const [width, height] = [page.widthPoints, page.heightPoints].map((points) => (points * MILLIMETRES_PER_INCH) / POINTS_PER_INCH);
      return { facts: { millimetres: { width: width ?? 0, height: height ?? 0 } }, text: needsText ? cleanText(page.readText()) : "" };
    } finally {
      page.close();
    }
  } catch (error) {
    if (error instanceof PermanentError) return error;
    throw error;
  }
}
