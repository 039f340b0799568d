/** JPEGs and WebPs that are cut short, wrong, or larger than anybody can hold. */
import sharp from "sharp";
import { firstPercent, type HostileWorld, type Makers, seededBytes } from "../hostile-file.ts";

const START = Buffer.from([0xff, 0xd8]);
const END = Buffer.from([0xff, 0xd9]);
/** Of one symbol, the empty one: a bit for each block. */
const EMPTY_TABLES = segment(0xc4, Buffer.from([0x00, 1, ...Array.from({ length: 15 }, () => 0), 0, 0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]));
const FLAT_QUANTISATION = segment(0xdb, Buffer.from([0, ...Array.from({ length: 64 }, () => 1)]));
/** Of a progressive one: 116 megapixels, of which each takes six bytes until all is decoded. */
const LARGE = { width: 11_600, height: 10_000 } as const;

export const JPEG_IMAGES: Makers = {
  "truncated-in-header.jpg": async (world) => (await jpeg(world)).subarray(0, 5),
  "truncated-in-tables.jpg": async (world) => (await jpeg(world)).subarray(0, 120),
  "truncated-in-pixels.jpg": async (world) => firstPercent(await jpeg(world), 60),
  "truncated-progressive.jpg": async (world) => firstPercent(await jpeg(world, true), 60),
  "jpeg-named.tif": (world) => jpeg(world),
  "size-65500.jpg": () => flatJpeg({ width: 65_500, height: 65_500 }),
  "size-65535.jpg": () => flatJpeg({ width: 65_535, height: 65_535 }),
  "size-zero.jpg": () => flatJpeg({ width: 0, height: 0 }),
  "garbage-pixels.jpg": async (world) => garbagePixels(await jpeg(world)),
  "no-tables.jpg": () => Buffer.concat([START, frame(0xc0, { width: 400, height: 400 }), scan(Buffer.alloc(3000)), END]),
  "hierarchical.jpg": () => flatJpeg({ width: 400, height: 400 }, { marker: 0xc5 }),
  "twelve-bits.jpg": () => flatJpeg({ width: 400, height: 400 }, { marker: 0xc1, bits: 12 }),
  "progressive-large.jpg": progressiveLarge,
  "comments-of-megabytes.jpg": async (world) => behindStart(await jpeg(world), Array.from({ length: 200 }, (_, seed) => segment(0xfe, seededBytes(60_000, seed)))),
  "exif-loop.jpg": async (world) => behindStart(await jpeg(world), [segment(0xe1, exifLoop())]),
  "truncated-in-header.webp": async (world) => (await webp(world)).subarray(0, 14),
  "truncated-in-pixels.webp": async (world) => firstPercent(await webp(world), 60),
  "size-16383.webp": () => flatWebp(16_383, 16_383),
  "lossless-large.webp": () => flatWebp(10_000, 10_000),
  "garbage-pixels.webp": async (world) => garbageWebp(await webp(world)),
  "animated.webp": ({ picture }) => sharp([picture, picture], { join: { animated: true } }).webp({ lossless: true }).toBuffer(),
};

function jpeg({ picture }: HostileWorld, progressive = false): Promise<Buffer> {
  return sharp(picture).jpeg({ quality: 90, progressive, mozjpeg: false }).toBuffer();
}

function webp({ picture }: HostileWorld): Promise<Buffer> {
  return sharp(picture).webp({ quality: 90 }).toBuffer();
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

interface FrameSize {
  readonly width: number;
  readonly height: number;
  readonly bits?: number;
  readonly components?: number;
}

function frame(marker: number, { width, height, bits = 8, components = 1 }: FrameSize): Buffer {
  const head = Buffer.from([bits, 0, 0, 0, 0, components]);
  head.writeUInt16BE(height, 1);
  head.writeUInt16BE(width, 3);
  return segment(marker, Buffer.concat([head, ...Array.from({ length: components }, (_, index) => Buffer.from([index + 1, 0x11, 0]))]));
}

function scan(data: Buffer, components = 1, last = 63): Buffer {
  const chosen = Array.from({ length: components }, (_, index) => [index + 1, 0]).flat();
  return Buffer.concat([segment(0xda, Buffer.from([components, ...chosen, 0, last, 0])), data]);
}

/** All of one grey; of a large one, the first rows. */
function flatJpeg(size: FrameSize, { marker = 0xc0, bits = 8 }: { readonly marker?: number; readonly bits?: number } = {}): Buffer {
  return Buffer.concat([START, FLAT_QUANTISATION, frame(marker, { ...size, bits }), EMPTY_TABLES, scan(Buffer.alloc(2000)), END]);
}

function progressiveLarge(): Buffer {
  const blocks = (LARGE.width / 8) * (LARGE.height / 8) * 3;
  return Buffer.concat([START, FLAT_QUANTISATION, frame(0xc2, { ...LARGE, components: 3 }), EMPTY_TABLES, scan(Buffer.alloc(Math.ceil(blocks / 8)), 3, 0), END]);
}

function behindStart(bytes: Buffer, segments: readonly Buffer[]): Buffer {
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2)]);
}

/** No byte of them is a marker. */
function garbagePixels(bytes: Buffer): Buffer {
  const begin = bytes.lastIndexOf(Buffer.from([0xff, 0xda])) + 14;
  const noise = seededBytes(bytes.length - begin - 2, 43).map((byte) => (byte === 0xff ? 0x7f : byte));
  return Buffer.concat([bytes.subarray(0, begin), noise, END]);
}

/** Its directory says that the next one is itself. */
function exifLoop(): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x8769, 10);
  tiff.writeUInt16LE(4, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt32LE(8, 18);
  tiff.writeUInt32LE(8, 22);
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
}

function garbageWebp(bytes: Buffer): Buffer {
  const begin = 40;
  return Buffer.concat([bytes.subarray(0, begin), seededBytes(bytes.length - begin, 44)]);
}

/** Lossless, of codes with one symbol each: not a bit for a pixel. */
function flatWebp(width: number, height: number): Buffer {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit += 1) bits.push((value >> bit) & 1);
  };
  put(width - 1, 14);
  put(height - 1, 14);
  // No alpha, version 0, no transform, no colour cache, no codes of codes.
  put(0, 1 + 3 + 1 + 1 + 1);
  for (const symbol of [255, 255, 255, 255, 0]) {
    put(0b101, 3);
    put(symbol, 8);
  }
  const packed = Buffer.alloc(Math.ceil(bits.length / 8) + 8);
  for (const [place, bit] of bits.entries()) packed[place >> 3] = (packed[place >> 3] ?? 0) | (bit << (place & 7));
  const data = Buffer.concat([Buffer.from([0x2f]), packed]);
  const even = data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.alloc(1)]);
  const head = Buffer.alloc(20);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(12 + even.length, 4);
  head.write("WEBPVP8L", 8, "latin1");
  head.writeUInt32LE(data.length, 16);
  return Buffer.concat([head, even]);
}
