/** What pdfium says of the pictures on a page, as they are stored. */
import type { Module } from "./pdfium-module.ts";

interface OpenPage {
  readonly module: Module;
  readonly page: number;
}

export interface StoredPicture {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** There are fewer bits than pixels: most of what is drawn of it is made up. */
  readonly isCutShort: () => boolean;
}

/** What pdfium has, and its package's types leave out. */
interface FormCalls {
  readonly _FPDFFormObj_CountObjects: (form: number) => number;
  readonly _FPDFFormObj_GetObject: (form: number, index: number) => number;
}

interface DataCalls {
  readonly _FPDFImageObj_GetImageDataDecoded: (picture: number, buffer: number, length: number) => number;
}

const MAX_FILTER_BYTES = 64;
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
/** Of a page with more, those beyond are not looked at. */
const MAX_OBJECTS = 10_000;
/** Forms in one another. */
const MAX_DEPTH = 8;

export function largestPicture({ module, page }: OpenPage): StoredPicture | undefined {
  let largest: { readonly picture: number; readonly width: number; readonly height: number } | undefined;
  const room = module.wasmExports.malloc(8);
  for (const picture of pictures({ module, page })) {
    if (!module._FPDFImageObj_GetImagePixelSize(picture, room, room + 4)) continue;
    const [width = 0, height = 0] = new Uint32Array(module.HEAPU8.slice(room, room + 8).buffer);
    if (largest === undefined || width * height > largest.width * largest.height) largest = { picture, width, height };
  }
  module.wasmExports.free(room);
  const found = largest;
  return found && { width: found.width, height: found.height, isCutShort: () => isCutShort(module, found) };
}

/** Only of what is packed by Flate, whose unpacked bytes are pixels; and unpacked only where it may be short. Not to be asked of pictures that are too large. */
function isCutShort(known: Module, { picture, width, height }: { readonly picture: number; readonly width: number; readonly height: number }): boolean {
  const module = known as Module & DataCalls;
  const leastBytes = Math.ceil(width / 8) * height;
  if (module._FPDFImageObj_GetImageDataRaw(picture, 0, 0) >= leastBytes || !isPlainFlate(module, picture)) return false;
  return module._FPDFImageObj_GetImageDataDecoded(picture, 0, 0) < leastBytes;
}

function isPlainFlate(module: Module, picture: number): boolean {
  if (module._FPDFImageObj_GetImageFilterCount(picture) !== 1) return false;
  const room = module.wasmExports.malloc(MAX_FILTER_BYTES);
  const written = module._FPDFImageObj_GetImageFilter(picture, 0, room, MAX_FILTER_BYTES);
  const name = Buffer.from(module.HEAPU8.slice(room, room + Math.min(written, MAX_FILTER_BYTES))).toString("latin1");
  module.wasmExports.free(room);
  return /^(?:FlateDecode|Fl)\0/.test(name);
}

export function hasBrokenPicture({ module, page }: OpenPage): boolean {
  return pictures({ module, page }).some((picture) => {
    const bitmap = module._FPDFImageObj_GetBitmap(picture);
    if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
    return bitmap === 0;
  });
}

function pictures({ module: known, page }: OpenPage): number[] {
  const module = known as Module & FormCalls;
  const found: number[] = [];
  let seen = 0;
  const walk = (count: number, at: (index: number) => number, depth: number): void => {
    for (let index = 0; index < count && ++seen <= MAX_OBJECTS; index += 1) {
      const object = at(index);
      const type = module._FPDFPageObj_GetType(object);
      if (type === OBJECT_IMAGE) found.push(object);
      if (type === OBJECT_FORM && depth < MAX_DEPTH) walk(module._FPDFFormObj_CountObjects(object), (inner) => module._FPDFFormObj_GetObject(object, inner), depth + 1);
    }
  };
  walk(module._FPDFPage_CountObjects(page), (index) => module._FPDFPage_GetObject(page, index), 1);
  return found;
}
