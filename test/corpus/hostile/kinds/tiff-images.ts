/** TIFFs that are cut short, go round in circles, or claim more than they hold. */
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { firstPercent, type HostileWorld, MIB, type Makers, seededBytes } from "../hostile-file.ts";
import { zlibRepeats } from "../packed-repeats.ts";

const [SHORT, LONG] = [3, 4] as const;
const TAG = { width: 256, height: 257, bits: 258, compression: 259, photometric: 262, stripOffsets: 273, samples: 277, rows: 278, stripBytes: 279, format: 339 } as const;
const HEADER_BYTES = 8;
const [DEFLATE, LZW] = [8, 5] as const;

type Entry = readonly [tag: number, type: number, value: number, count?: number];

interface Directory {
  readonly entries: readonly Entry[];
  readonly strip: Buffer;
}

export const TIFF_IMAGES: Makers = {
  "truncated-in-header.tif": async (world) => (await tiff(world)).subarray(0, 6),
  "truncated-in-pixels.tif": () => firstPercent(buildTiff([greyPage()]), 60),
  "truncated-before-directory.tif": async (world) => directoryLast(await tiff(world)),
  "truncated-in-third-page.tif": () => buildTiff([greyPage(), greyPage(), greyPage()]).subarray(0, -30),
  "size-two-billion.tif": () => buildTiff([greyPage({ width: 2_147_483_647, height: 2_147_483_647 })]),
  "size-zero.tif": () => buildTiff([greyPage({ width: 0, height: 0 })]),
  "bomb-deflate.tif": () => buildTiff([{ ...greyPage({ width: 100_000, height: 100_000, compression: DEFLATE }), strip: zlibRepeats(Buffer.alloc(MIB), 9537) }]),
  "bomb-lzw.tif": () => buildTiff([{ ...greyPage({ width: 100_000, height: 100_000, compression: LZW }), strip: Buffer.alloc(100_000, 0x80) }]),
  "samples-of-16-bytes.tif": () => buildTiff([greyPage({ width: 10_000, height: 10_000, bits: 128, samples: 4, format: 6, compression: DEFLATE })]),
  "samples-65535.tif": () => buildTiff([greyPage({ width: 1000, height: 1000, samples: 65_535, compression: DEFLATE })]),
  "directory-loop.tif": () => linked([greyPage()], [HEADER_BYTES]),
  "directory-two-loop.tif": () => linked([greyPage(), greyPage()], [undefined, HEADER_BYTES]),
  "directories-100000.tif": () => buildTiff(Array.from({ length: 100_000 }, () => greyPage({ width: 8, height: 8 }))),
  "directory-without-entries.tif": () => Buffer.concat([header(HEADER_BYTES), Buffer.alloc(6)]),
  "entries-65535-claimed.tif": () => Buffer.concat([header(HEADER_BYTES), Buffer.from([0xff, 0xff]), seededBytes(500, 51)]),
  "strip-beyond-end.tif": () => buildTiff([greyPage()], { stripOffset: 0x7fffffff }),
  "strip-of-four-gigabytes.tif": () => buildTiff([greyPage({ stripBytes: 0xffffffff })]),
  "strips-missing.tif": () => buildTiff([{ entries: greyPage().entries.filter(([tag]) => tag !== TAG.stripOffsets && tag !== TAG.stripBytes), strip: Buffer.alloc(0) }]),
  "compression-unknown.tif": () => buildTiff([greyPage({ compression: 65_000 })]),
  "big-tiff-list-of-files.tif": bigTiffListOfFiles,
};

function tiff({ picture }: HostileWorld): Promise<Buffer> {
  return sharp(picture).tiff({ compression: "none", predictor: "none" }).toBuffer();
}

/** Where pixels come first, the directory is what is lost. */
function directoryLast(bytes: Buffer): Buffer {
  const directory = bytes.readUInt32LE(4);
  return bytes.subarray(0, directory > bytes.length / 2 ? directory : directory + 10);
}

interface GreyChoices {
  readonly width?: number;
  readonly height?: number;
  readonly bits?: number;
  readonly samples?: number;
  readonly format?: number;
  readonly compression?: number;
  readonly stripBytes?: number;
}

function greyPage({ width = 200, height = 200, bits = 8, samples = 1, format = 1, compression = 1, stripBytes }: GreyChoices = {}): Directory {
  const raw = Buffer.alloc(Math.min(width * height, 40_000), 0xaa);
  const strip = compression === DEFLATE ? deflateSync(raw) : raw;
  const entries: Entry[] = [
    [TAG.width, LONG, width],
    [TAG.height, LONG, height],
    [TAG.bits, SHORT, bits],
    [TAG.compression, SHORT, compression],
    [TAG.photometric, SHORT, 1],
    [TAG.stripOffsets, LONG, 0],
    [TAG.samples, SHORT, samples],
    [TAG.rows, LONG, height],
    [TAG.stripBytes, LONG, stripBytes ?? strip.length],
    [TAG.format, SHORT, format],
  ];
  return { entries, strip };
}

function header(first: number): Buffer {
  const bytes = Buffer.from("II*\0\0\0\0\0", "latin1");
  bytes.writeUInt32LE(first, 4);
  return bytes;
}

/** Each directory stands before its strip, and says where the next is. */
function buildTiff(directories: readonly Directory[], { stripOffset }: { readonly stripOffset?: number } = {}): Buffer {
  const pieces = [header(HEADER_BYTES)];
  let at = HEADER_BYTES;
  for (const [index, { entries, strip }] of directories.entries()) {
    const size = 2 + entries.length * 12 + 4;
    const after = at + size + strip.length + (strip.length % 2);
    const place = stripOffset ?? at + size;
    pieces.push(encode(entries, place, index + 1 === directories.length ? 0 : after), strip, Buffer.alloc(strip.length % 2));
    at = after;
  }
  return Buffer.concat(pieces);
}

function encode(entries: readonly Entry[], strip: number, next: number): Buffer {
  const bytes = Buffer.alloc(2 + entries.length * 12 + 4);
  bytes.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, type, value, count = 1]] of entries.entries()) {
    const at = 2 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(tag === TAG.stripOffsets ? strip : value, at + 8);
  }
  bytes.writeUInt32LE(next, bytes.length - 4);
  return bytes;
}

/** With the places of next directories that are given. */
function linked(directories: readonly Directory[], next: readonly (number | undefined)[]): Buffer {
  const bytes = buildTiff(directories);
  let at = HEADER_BYTES;
  for (const [index, { entries, strip }] of directories.entries()) {
    const link = at + 2 + entries.length * 12;
    const wanted = next[index];
    if (wanted !== undefined) bytes.writeUInt32LE(wanted, link);
    at = link + 4 + strip.length + (strip.length % 2);
  }
  return bytes;
}

/** 64-bit offsets, which some readers do not know; one of them then takes the file for a list of others. */
async function bigTiffListOfFiles({ picture, canaryPicture }: HostileWorld): Promise<Buffer> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  const entries: Entry[] = [[TAG.width, LONG, info.width], [TAG.height, LONG, info.height], [TAG.bits, SHORT, 8], [TAG.compression, SHORT, 1], [TAG.photometric, SHORT, 1], [TAG.stripOffsets, LONG, 0], [TAG.samples, SHORT, 1], [TAG.rows, LONG, info.height], [TAG.stripBytes, LONG, data.length]];
  const list = Buffer.from(`\n${canaryPicture}\n${canaryPicture}\n`);
  const head = Buffer.alloc(16);
  head.write("II+\0", 0, "latin1");
  head.writeUInt16LE(8, 4);
  const directoryPlace = head.length + list.length;
  head.writeBigUInt64LE(BigInt(directoryPlace), 8);
  const directory = Buffer.alloc(8 + entries.length * 20 + 8);
  directory.writeBigUInt64LE(BigInt(entries.length), 0);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 8 + index * 20;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeBigUInt64LE(1n, at + 4);
    directory.writeBigUInt64LE(BigInt(tag === TAG.stripOffsets ? directoryPlace + directory.length : value), at + 12);
  }
  return Buffer.concat([head, list, directory, data]);
}
