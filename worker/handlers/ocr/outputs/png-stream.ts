/** A PNG's pixels as a PDF takes them: compressed as they are, for PDF knows PNG's way of compressing. */
import type { PDFContext, PDFRef } from "@cantoo/pdf-lib";

const MARK_BYTES = 8;
/** Length and type before a chunk's data, and a checksum behind it. */
const CHUNK_FRAME_BYTES = 12;
const COLOUR = { grey: 0, rgb: 2, palette: 3 } as const;

interface Png {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colour: number;
  readonly isInterlaced: boolean;
  readonly palette: Uint8Array | undefined;
  readonly isTransparent: boolean;
  readonly pixels: Uint8Array;
}

/** Undefined for what a PDF cannot take as it is: interlaced or transparent ones, and 16 bits a sample. */
export function addPng(context: PDFContext, file: Uint8Array): PDFRef | undefined {
  const png = readPng(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  const space = png === undefined ? undefined : spaceOf(context, png);
  if (png === undefined || space === undefined || png.isInterlaced || png.isTransparent || png.bits > 8) return undefined;
  const { width, height, bits, colour, pixels } = png;
  const decoding = { Predictor: 15, Colors: colour === COLOUR.rgb ? 3 : 1, BitsPerComponent: bits, Columns: width };
  const facts = { Type: "XObject", Subtype: "Image", Width: width, Height: height, BitsPerComponent: bits, ColorSpace: space, Filter: "FlateDecode", DecodeParms: decoding };
  return context.register(context.stream(pixels, facts));
}

function spaceOf(context: PDFContext, { colour, palette }: Png): "DeviceGray" | "DeviceRGB" | ReturnType<PDFContext["obj"]> | undefined {
  if (colour === COLOUR.grey) return "DeviceGray";
  if (colour === COLOUR.rgb) return "DeviceRGB";
  if (colour !== COLOUR.palette || palette === undefined) return undefined;
  return context.obj(["Indexed", "DeviceRGB", palette.length / 3 - 1, context.register(context.flateStream(palette))]);
}

function readPng(file: Buffer): Png | undefined {
  const chunks = new Map<string, Buffer[]>();
  for (let place = MARK_BYTES; place + CHUNK_FRAME_BYTES <= file.length; ) {
    const length = file.readUInt32BE(place);
    const type = file.toString("latin1", place + 4, place + 8);
    pushTo(chunks, type, file.subarray(place + 8, place + 8 + length));
    place += length + CHUNK_FRAME_BYTES;
  }
  const header = chunks.get("IHDR")?.[0];
  if (header === undefined || header.length < 13) return undefined;
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    bits: header.readUInt8(8),
    colour: header.readUInt8(9),
    isInterlaced: header.readUInt8(12) !== 0,
    palette: chunks.get("PLTE")?.[0],
    isTransparent: chunks.has("tRNS"),
    pixels: Buffer.concat(chunks.get("IDAT") ?? []),
  };
}

function pushTo(chunks: Map<string, Buffer[]>, type: string, data: Buffer): void {
  const found = chunks.get(type);
  if (found === undefined) chunks.set(type, [data]);
  else found.push(data);
}
