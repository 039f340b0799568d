/**
 * A thin binding of pdfium: the classes of its package do not close pages that are not drawn, and tell errors by text.
 *
 * pdfium is WebAssembly. Its calls block, its memory never shrinks, and a file that breaks it breaks the instance; then
 * the instance is dropped, and the next document gets a new one.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { PDFiumModule } from "@hyzyla/pdfium";
import { PermanentError } from "../../errors.ts";
import { isBlank } from "./is-blank.ts";
import { encodePgm } from "./pgm.ts";
import type { Box } from "./page-layout.ts";
import { findPictures, readCharacters } from "./pdfium-places.ts";
import type { PlacedCharacter } from "./text-layer-words.ts";

export type Module = Awaited<ReturnType<typeof PDFiumModule>>;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Drawn {
  /** Grey. */
  readonly pgm: Buffer;
  /** Paper and nothing else. */
  readonly isBlank: boolean;
}

export interface PdfPage {
  readonly widthPoints: number;
  readonly heightPoints: number;
  readonly readText: () => string;
  /** Where each character stands, on the page drawn at this size. */
  readonly readCharacters: (size: Size) => PlacedCharacter[];
  /** Around all pictures on the page, drawn at this size; undefined where there are none. */
  readonly pictureBox: (size: Size) => Box | undefined;
  /** All that is on the page is text. False for an empty page. */
  readonly isTextOnly: () => boolean;
  readonly draw: (size: Size) => Drawn;
  readonly close: () => void;
}

export interface PdfDocument {
  readonly pages: number;
  /** `page` from 0. Throws PermanentError Corrupt where the page cannot be read. */
  readonly openPage: (page: number) => PdfPage;
  readonly close: () => void;
}

const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;
const FORMAT_GREY = 1;
const FLAG_ANNOTATIONS = 0x01;
const FLAG_GREYSCALE = 0x08;
const WHITE = 0xffffffff;
const OBJECT_TEXT = 1;
/** Beyond this an instance that no document uses is dropped: what one large document needed is not kept for ever. */
const KEPT_MEMORY_BYTES = 512 * 1024 * 1024;

let instance: Promise<Module> | undefined;
let openDocuments = 0;

/** Throws PermanentError: Encrypted, Corrupt, TooLarge. */
export async function openPdf(path: string, bytes: number): Promise<PdfDocument> {
  instance ??= startPdfium();
  const module = await instance;
  return guard(() => loadDocument(module, path, bytes));
}

async function startPdfium(): Promise<Module> {
  const module = await PDFiumModule({});
  module._FPDF_InitLibraryWithConfig({});
  return module;
}

function loadDocument(module: Module, path: string, bytes: number): PdfDocument {
  const buffer = module.wasmExports.malloc(bytes);
  if (buffer === 0) throw new PermanentError("TooLarge", `a PDF of ${bytes} bytes does not fit the memory of the PDF library`);
  readInto(module, buffer, { path, bytes });
  const document = module._FPDF_LoadMemDocument(buffer, bytes, 0);
  if (document === 0) {
    module.wasmExports.free(buffer);
    throw toOpenError(module._FPDF_GetLastError());
  }
  openDocuments += 1;
  const close = onceQuietly(() => closeDocument(module, document, buffer));
  return { pages: module._FPDF_GetPageCount(document), openPage: (page) => guard(() => openPage(module, document, page)), close };
}

function closeDocument(module: Module, document: number, buffer: number): void {
  openDocuments = Math.max(0, openDocuments - 1);
  module._FPDF_CloseDocument(document);
  module.wasmExports.free(buffer);
  if (openDocuments === 0 && module.HEAPU8.length > KEPT_MEMORY_BYTES) instance = undefined;
}

function openPage(module: Module, document: number, index: number): PdfPage {
  const page = module._FPDF_LoadPage(document, index);
  if (page === 0) throw new PermanentError("Corrupt", `page ${index + 1} cannot be read`);
  return {
    widthPoints: module._FPDF_GetPageWidth(page),
    heightPoints: module._FPDF_GetPageHeight(page),
    readText: () => guard(() => readText(module, page)),
    readCharacters: (size) => guard(() => readCharacters({ module, page }, size)),
    pictureBox: (size) => guard(() => findPictures({ module, page }, size)),
    isTextOnly: () => guard(() => isTextOnly(module, page)),
    draw: (size) => guard(() => draw(module, page, size)),
    close: onceQuietly(() => module._FPDF_ClosePage(page)),
  };
}

/** UTF-16 as pdfium gives it. */
function readText(module: Module, page: number): string {
  const text = module._FPDFText_LoadPage(page);
  if (text === 0) return "";
  const characters = Math.max(0, module._FPDFText_CountChars(text));
  const buffer = module.wasmExports.malloc((characters + 1) * 2);
  const written = buffer === 0 ? 0 : module._FPDFText_GetText(text, 0, characters, buffer);
  // The last one is a NUL.
  const units = Math.max(0, written - 1);
  const result = new TextDecoder("utf-16le").decode(module.HEAPU8.slice(buffer, buffer + units * 2));
  module.wasmExports.free(buffer);
  module._FPDFText_ClosePage(text);
  return result;
}

function isTextOnly(module: Module, page: number): boolean {
  const objects = module._FPDFPage_CountObjects(page);
  for (let index = 0; index < objects; index++) {
    if (module._FPDFPageObj_GetType(module._FPDFPage_GetObject(page, index)) !== OBJECT_TEXT) return false;
  }
  return objects > 0;
}

function draw(module: Module, page: number, { width, height }: Size): Drawn {
  const buffer = module.wasmExports.malloc(width * height);
  if (buffer === 0) throw new PermanentError("TooManyPixels", `a page of ${width} x ${height} pixels does not fit the memory of the PDF library`);
  const bitmap = module._FPDFBitmap_CreateEx(width, height, FORMAT_GREY, buffer, width);
  module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
  module._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAG_ANNOTATIONS | FLAG_GREYSCALE);
  module._FPDFBitmap_Destroy(bitmap);
  const pixels = module.HEAPU8.subarray(buffer, buffer + width * height);
  const drawn = { pgm: encodePgm(pixels, { width, height }), isBlank: isBlank(pixels) };
  module.wasmExports.free(buffer);
  return drawn;
}

/** Straight into the library's memory: a PDF of half a gigabyte need not be held twice. */
function readInto(module: Module, buffer: number, { path, bytes }: { readonly path: string; readonly bytes: number }): void {
  const file = openSync(path, "r");
  try {
    for (let done = 0; done < bytes; ) {
      const read = readSync(file, module.HEAPU8, buffer + done, bytes - done, done);
      if (read === 0) return;
      done += read;
    }
  } finally {
    closeSync(file);
  }
}

function toOpenError(code: number): PermanentError {
  if (code === ERROR_PASSWORD) return new PermanentError("Encrypted", "the PDF needs a password; remove it and run the document again");
  if (code === ERROR_SECURITY) return new PermanentError("Encrypted", "the PDF is protected in a way that cannot be opened here");
  return new PermanentError("Corrupt", "the PDF cannot be read: it is damaged or cut short");
}

/** What a call throws by itself has broken the instance: an abort, or an access outside its memory. */
function guard<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    instance = undefined;
    openDocuments = 0;
    const isMemory = error instanceof Error && /memory|oom/i.test(error.message) && !/out of bounds/i.test(error.message);
    if (isMemory) throw new PermanentError("DecompressionLimit", "the PDF unpacks to more than the PDF library can hold", { cause: error });
    throw new PermanentError("Corrupt", "the PDF breaks the PDF library: it is damaged", { cause: error });
  }
}

/** Closing what a broken instance holds breaks again; what broke it has been told already. */
function onceQuietly(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    try {
      action();
    } catch {
      instance = undefined;
    }
  };
}
