/** Where pdfium says that characters and pictures stand. */
import { type Box, boxAround } from "./page-layout.ts";
import type { Module } from "./pdfium-module.ts";
import type { PlacedCharacter } from "./text-layer-words.ts";

/** What pdfium has, and its package's types leave out. */
interface PlaceCalls {
  readonly _FPDFText_GetUnicode: (text: number, index: number) => number;
  /** Left, right, bottom and top go where the last four say, as doubles. */
  readonly _FPDFText_GetCharBox: (text: number, index: number, ...places: readonly [number, number, number, number]) => number;
  /** Left, bottom, right and top go where the last four say, as floats. */
  readonly _FPDFPageObj_GetBounds: (object: number, ...places: readonly [number, number, number, number]) => number;
  readonly _FPDF_PageToDevice: (page: number, ...rest: readonly number[]) => number;
}

export interface OpenPage {
  readonly module: Module;
  readonly page: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Four doubles for a box, then two whole numbers for a place. */
const BOX_BYTES = 32;
const ROOM_BYTES = BOX_BYTES + 8;
const OBJECT_IMAGE = 3;
/** Of a page with more, those beyond are not looked at. */
const MAX_OBJECTS = 10_000;

export function readCharacters({ module: known, page }: OpenPage, size: Size): PlacedCharacter[] {
  const module = known as Module & PlaceCalls;
  const text = module._FPDFText_LoadPage(page);
  if (text === 0) return [];
  const room = module.wasmExports.malloc(ROOM_BYTES);
  const count = Math.max(0, module._FPDFText_CountChars(text));
  const characters: PlacedCharacter[] = [];
  for (let index = 0; index < count; index += 1) {
    const code = module._FPDFText_GetUnicode(text, index);
    const box = boxOfCharacter({ module, page, room, size }, text, index);
    if (code > 0 && code <= 0x10ffff) characters.push({ text: String.fromCodePoint(code), box });
  }
  module.wasmExports.free(room);
  module._FPDFText_ClosePage(text);
  return characters;
}

function boxOfCharacter(paper: Paper, text: number, index: number): Box | undefined {
  const { module, room } = paper;
  if (!module._FPDFText_GetCharBox(text, index, room, room + 8, room + 16, room + 24)) return undefined;
  const [left = 0, right = 0, bottom = 0, top = 0] = new Float64Array(module.HEAPU8.slice(room, room + BOX_BYTES).buffer);
  return toPixels(paper, { left, right, bottom, top });
}

/** Around them all. */
export function findPictures({ module: known, page }: OpenPage, size: Size): Box | undefined {
  const module = known as Module & PlaceCalls;
  const room = module.wasmExports.malloc(ROOM_BYTES);
  const boxes: Box[] = [];
  const count = Math.min(module._FPDFPage_CountObjects(page), MAX_OBJECTS);
  for (let index = 0; index < count; index += 1) {
    const object = module._FPDFPage_GetObject(page, index);
    if (module._FPDFPageObj_GetType(object) !== OBJECT_IMAGE) continue;
    if (!module._FPDFPageObj_GetBounds(object, room, room + 4, room + 8, room + 12)) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = new Float32Array(module.HEAPU8.slice(room, room + 16).buffer);
    boxes.push(toPixels({ module, page, room, size }, { left, bottom, right, top }));
  }
  module.wasmExports.free(room);
  return boxes.length === 0 ? undefined : withinPage(boxAround(boxes), size);
}

function withinPage({ left, top, right, bottom }: Box, { width, height }: Size): Box {
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  return { left: within(left, width), top: within(top, height), right: within(right, width), bottom: within(bottom, height) };
}

interface Paper {
  readonly module: Module & PlaceCalls;
  readonly page: number;
  readonly room: number;
  readonly size: Size;
}

/** Pdfium knows how the page is turned and cut. */
function toPixels({ module, page, room, size }: Paper, { left, right, bottom, top }: Box): Box {
  const corners = [[left, top], [right, bottom]].map(([x = 0, y = 0]) => {
    module._FPDF_PageToDevice(page, 0, 0, size.width, size.height, 0, x, y, room + BOX_BYTES, room + BOX_BYTES + 4);
    const [px = 0, py = 0] = new Int32Array(module.HEAPU8.slice(room + BOX_BYTES, room + ROOM_BYTES).buffer);
    return { x: px, y: py };
  });
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
