/**
 * A thin binding of pdfium: the classes of its package do not close pages that are not drawn, and tell errors by text.
 *
 * pdfium is WebAssembly. Its calls block, its memory never shrinks, and a file that breaks it breaks the instance; then
 * the instance is dropped, and the next document gets a new one.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { getHeapStatistics } from "node:v8";
import { PermanentError } from "../../errors.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { isBlank } from "./is-blank.ts";
import { checkPdfEnd } from "./pdf-end.ts";
import { countPageObjects, forgetPageCounts, forgetTable } from "./pdf-mends.ts";
import type { GreyPixels } from "./grey-picture.ts";
import type { Box } from "./page-layout.ts";
import { type Module, type Pdfium, startPdfium } from "./pdfium-module.ts";
import { hasBrokenPicture, largestPicture, type StoredPicture } from "./pdfium-pictures.ts";
import { findPictures, readCharacters } from "./pdfium-places.ts";
import type { PlacedCharacter } from "./text-layer-words.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Drawn {
  /** Grey. */
  readonly pixels: GreyPixels;
  /** Paper and nothing else. */
  readonly isBlank: boolean;
}

export interface PdfPage {
  readonly widthPoints: number;
  readonly heightPoints: number;
  /** False: it has the size of a letter, because the file does not say its size, or says nonsense. */
  readonly hasOwnSize: () => boolean;
  readonly readText: () => string;
  /** Where each character stands, on the page drawn at this size. */
  readonly readCharacters: (size: Size) => PlacedCharacter[];
  /** Around all pictures on the page, drawn at this size; undefined where there are none. */
  readonly pictureBox: (size: Size) => Box | undefined;
  /** Of the pictures on the page, as they are stored; undefined where there are none. */
  readonly largestPicture: () => StoredPicture | undefined;
  /** A picture on the page cannot be decoded: nothing is drawn where it should be. Takes as long as drawing. */
  readonly hasBrokenPicture: () => boolean;
  /** No text, no picture, no line; whatever the reason. */
  readonly isEmpty: () => boolean;
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

const MIB = 1024 * 1024;
const ERROR_FORMAT = 3;
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;
const FORMAT_GREY = 1;
const FLAG_ANNOTATIONS = 0x01;
const FLAG_GREYSCALE = 0x08;
const WHITE = 0xffffffff;
const OBJECT_TEXT = 1;
/** Beyond this an instance that no document uses is dropped: what one large document needed is not kept for ever. */
const KEPT_MEMORY_BYTES = 256 * MIB;

/**
 * Beside the file itself: pages, pictures and fonts that are unpacked. A process may have as large a heap as its share of the
 * worker's memory; this much of that, so that a document which is too large is told as such, and not ended with its process.
 */
const MAX_UNPACKED_BYTES = Math.floor(Math.min(1024 * MIB, 0.5 * getHeapStatistics().heap_size_limit) / MIB) * MIB;

let instance: Promise<Pdfium> | undefined;
let openDocuments = 0;
let isGarbageLarge = false;

/** Throws PermanentError: Encrypted, Corrupt, Truncated, TooLarge, DecompressionLimit. */
export async function openPdf(path: string, bytes: number): Promise<PdfDocument> {
  checkPdfEnd(path);
  if (isGarbageLarge) collectDropped();
  instance ??= startPdfium(MAX_UNPACKED_BYTES);
  const pdfium = await instance;
  const { memory } = pdfium;
  memory.mostBytes = bytes + (openDocuments === 0 ? MAX_UNPACKED_BYTES : memory.mostBytes);
  return guard(pdfium, () => loadDocument(pdfium, path, bytes));
}

function loadDocument(pdfium: Pdfium, path: string, bytes: number): PdfDocument {
  const { module } = pdfium;
  const buffer = module.wasmExports.malloc(bytes);
  if (buffer === 0) throw new PermanentError("TooLarge", `a PDF of ${bytes} bytes does not fit the memory of the PDF library`);
  readInto(module, buffer, { path, bytes });
  const document = loadMended({ module, buffer, bytes });
  if (document === 0) {
    module.wasmExports.free(buffer);
    throw toOpenError(module._FPDF_GetLastError());
  }
  openDocuments += 1;
  const close = onceQuietly(() => closeDocument(module, document, buffer));
  return { pages: module._FPDF_GetPageCount(document), openPage: (page) => guard(pdfium, () => openPage(pdfium, document, page)), close };
}

interface LoadedBytes {
  readonly module: Module;
  readonly buffer: number;
  readonly bytes: number;
}

/** 0 where it cannot be loaded. */
function loadMended({ module, buffer, bytes }: LoadedBytes): number {
  const load = (): number => module._FPDF_LoadMemDocument(buffer, bytes, 0);
  // Anew each time: the memory may have grown, and moved.
  const file = (): Buffer => Buffer.from(module.HEAPU8.buffer, module.HEAPU8.byteOffset + buffer, bytes);
  let document = load();
  if (document === 0 && module._FPDF_GetLastError() === ERROR_FORMAT && forgetTable(file())) document = load();
  if (document === 0 || countPageObjects(file()) <= module._FPDF_GetPageCount(document)) return document;
  if (!forgetPageCounts(file())) return document;
  module._FPDF_CloseDocument(document);
  return load();
}

function closeDocument(module: Module, document: number, buffer: number): void {
  openDocuments = Math.max(0, openDocuments - 1);
  module._FPDF_CloseDocument(document);
  module.wasmExports.free(buffer);
  if (openDocuments === 0 && module.HEAPU8.length > KEPT_MEMORY_BYTES) dropInstance();
}

function openPage(pdfium: Pdfium, document: number, index: number): PdfPage {
  const { module } = pdfium;
  const page = module._FPDF_LoadPage(document, index);
  if (page === 0) throw new PermanentError("Corrupt", `page ${index + 1} cannot be read`);
  return {
    widthPoints: module._FPDF_GetPageWidth(page),
    heightPoints: module._FPDF_GetPageHeight(page),
    hasOwnSize: () => guard(pdfium, () => hasOwnSize(module, page)),
    readText: () => guard(pdfium, () => readText(module, page)),
    readCharacters: (size) => guard(pdfium, () => readCharacters({ module, page }, size)),
    pictureBox: (size) => guard(pdfium, () => findPictures({ module, page }, size)),
    largestPicture: () => {
      const largest = guard(pdfium, () => largestPicture({ module, page }));
      return largest && { ...largest, isCutShort: () => guard(pdfium, largest.isCutShort) };
    },
    hasBrokenPicture: () => guard(pdfium, () => hasBrokenPicture({ module, page })),
    isEmpty: () => guard(pdfium, () => module._FPDFPage_CountObjects(page) === 0),
    isTextOnly: () => guard(pdfium, () => isTextOnly(module, page)),
    draw: (size) => guard(pdfium, () => draw(module, page, size)),
    close: onceQuietly(() => module._FPDF_ClosePage(page)),
  };
}

/** What pdfium has, and its package's types leave out. */
interface BoxCalls {
  /** Left, bottom, right and top go where the four places say. */
  readonly _FPDFPage_GetMediaBox: (page: number, ...places: number[]) => number;
}

function hasOwnSize(known: Module, page: number): boolean {
  const module = known as Module & BoxCalls;
  const room = module.wasmExports.malloc(16);
  const isThere = module._FPDFPage_GetMediaBox(page, room, room + 4, room + 8, room + 12);
  const [left = 0, bottom = 0, right = 0, top = 0] = new Float32Array(module.HEAPU8.slice(room, room + 16).buffer);
  module.wasmExports.free(room);
  return Boolean(isThere) && left !== right && bottom !== top;
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
  const drawn = { pixels: { data: pixels.slice(), width, height }, isBlank: isBlank(pixels) };
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
function guard<T>({ memory }: Pdfium, call: () => T): T {
  try {
    const answer = call();
    if (!memory.wasExceeded) return answer;
  } catch (error) {
    if (error instanceof PermanentError && !memory.wasExceeded) throw error;
    if (!memory.wasExceeded) throw broken(new PermanentError("Corrupt", "the PDF breaks the PDF library: it is damaged", { cause: error }));
  }
  throw broken(new PermanentError("DecompressionLimit", `the PDF unpacks to more than ${MAX_UNPACKED_BYTES / MIB} MiB`));
}

function broken(error: PermanentError): PermanentError {
  dropInstance();
  openDocuments = 0;
  return error;
}

function dropInstance(): void {
  instance = undefined;
  isGarbageLarge = true;
  // Once nobody on the way out holds it any more; if somebody still does, the next document looks again.
  setImmediate(collectGarbage);
}

function collectDropped(): void {
  isGarbageLarge = false;
  collectGarbage();
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
      dropInstance();
    }
  };
}
