/**
 * A TrueType font whose glyphs show nothing: text in it is there to be searched and copied. Made here, because what a PDF
 * refers to it must hold (https://learn.microsoft.com/typography/opentype/spec/otff).
 */

export const UNITS_PER_EM = 1000;
/** Of every glyph. */
export const GLYPH_WIDTH = 500;

const GLYPHS = 2;
/** 1970, so that the same input always gives the same bytes. */
const EPOCH = [0, 0, 0, 0, 0, 0, 0, 0];

export function makeGlyphlessFont(): Uint8Array {
  return assemble([
    ["OS/2", os2()],
    ["cmap", cmap()],
    ["glyf", bytes(0, 0, 0, 0)],
    ["head", head()],
    ["hhea", hhea()],
    ["hmtx", words(GLYPH_WIDTH, 0, GLYPH_WIDTH, 0)],
    ["loca", words(...Array.from({ length: GLYPHS + 1 }, () => 0))],
    ["maxp", words(1, 0, GLYPHS, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    ["name", words(0, 0, 6)],
    ["post", bytes(0, 3, 0, 0, ...Array.from({ length: 28 }, () => 0))],
  ]);
}

function head(): Uint8Array {
  const version = words(1, 0, 1, 0);
  const magic = [0, 0, 0, 0, 0x5f, 0x0f, 0x3c, 0xf5];
  const rest = words(0, 0, GLYPH_WIDTH, UNITS_PER_EM, 0, 8, 2, 0, 0);
  return bytes(...version, ...magic, ...words(0, UNITS_PER_EM), ...EPOCH, ...EPOCH, ...rest);
}

function hhea(): Uint8Array {
  return words(1, 0, UNITS_PER_EM, 0, 0, GLYPH_WIDTH, 0, 0, GLYPH_WIDTH, 1, 0, 0, 0, 0, 0, 0, 0, GLYPHS);
}

/** Version 3, of which only sizes mean anything here. */
function os2(): Uint8Array {
  const table = new Uint8Array(96);
  const view = new DataView(table.buffer);
  view.setUint16(0, 3);
  view.setInt16(2, GLYPH_WIDTH);
  view.setUint16(4, 400);
  view.setUint16(6, 5);
  view.setUint16(64, 0xffff);
  view.setInt16(68, UNITS_PER_EM);
  view.setUint16(74, UNITS_PER_EM);
  return table;
}

/** One segment, the one that must be there: no character has a glyph by itself; the PDF maps all of them. */
function cmap(): Uint8Array {
  return words(0, 1, 3, 1, 0, 12, 4, 24, 0, 2, 2, 0, 0, 0xffff, 0, 0xffff, 1, 0);
}

type Table = readonly [tag: string, content: Uint8Array];

const RECORD_BYTES = 16;
const HEADER_BYTES = 12;

/** Tables are in the order of their tags. */
function assemble(tables: readonly Table[]): Uint8Array {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const records: number[] = [];
  const contents: number[] = [];
  for (const [tag, content] of tables) {
    const offset = HEADER_BYTES + tables.length * RECORD_BYTES + contents.length;
    records.push(...Buffer.from(tag, "latin1"), ...long(checksum(content)), ...long(offset), ...long(content.length));
    contents.push(...content, ...Array.from({ length: (4 - (content.length % 4)) % 4 }, () => 0));
  }
  return bytes(0, 1, 0, 0, ...words(tables.length, power * 16, Math.log2(power), (tables.length - power) * 16), ...records, ...contents);
}

function checksum(content: Uint8Array): number {
  let sum = 0;
  for (let place = 0; place < content.length; place += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = content.subarray(place, place + 4);
    sum = (sum + ((a << 24) | (b << 16) | (c << 8) | d)) >>> 0;
  }
  return sum;
}

function long(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function words(...values: readonly number[]): Uint8Array {
  return bytes(...values.flatMap((value) => [(value >> 8) & 0xff, value & 0xff]));
}

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}
