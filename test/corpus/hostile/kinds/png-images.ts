/** PNGs that are cut short, wrong, or larger than anybody can hold. */
import { crc32, deflateSync } from "node:zlib";
import { createRandom } from "../../../model/random.ts";
import { firstPercent, GIB, type Makers, MIB, seededBytes } from "../hostile-file.ts";
import { zlibRepeats } from "../packed-repeats.ts";
import { onePage } from "../pdf-file.ts";

const MARK = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const END = chunk("IEND", Buffer.alloc(0));
/** Mark and header chunk. */
const HEADER_BYTES = 33;

export const PNG_IMAGES: Makers = {
  "truncated-in-header.png": ({ picture }) => picture.subarray(0, 20),
  "truncated-after-header.png": ({ picture }) => picture.subarray(0, HEADER_BYTES),
  "truncated-in-pixels.png": ({ picture }) => firstPercent(picture, 60),
  "truncated-before-end.png": ({ picture }) => picture.subarray(0, picture.length - 12),
  "zero-bytes.png": () => Buffer.alloc(0),
  "pdf-named.jpg": () => onePage(),
  "png-named.pdf": ({ picture }) => picture,
  "crc-wrong-in-header.png": ({ picture }) => flipped(picture, HEADER_BYTES - 1),
  "crc-wrong-in-pixels.png": ({ picture }) => flipped(picture, endOfPixels(picture) - 1),
  "chunk-length-too-long.png": ({ picture }) => withPixelLength(picture, 0x7fffffff),
  "chunk-length-illegal.png": ({ picture }) => withPixelLength(picture, 0xffffffff),
  "chunk-length-too-short.png": ({ picture }) => withPixelLength(picture, 10),
  "no-pixels.png": () => png({ width: 100, height: 100 }, []),
  "garbage-pixels.png": () => png({ width: 400, height: 400 }, [chunk("IDAT", seededBytes(5000, 41))]),
  "unknown-critical-chunk.png": ({ picture }) => withChunks(picture, [chunk("ABCD", Buffer.from("x"))]),
  "size-zero.png": () => png({ width: 0, height: 0 }, [chunk("IDAT", deflateSync(Buffer.alloc(1)))]),
  "size-65535.png": () => png({ width: 65_535, height: 65_535 }, [chunk("IDAT", deflateSync(Buffer.alloc(100)))]),
  "size-two-billion.png": () => png({ width: 2_147_483_647, height: 2_147_483_647 }, [chunk("IDAT", deflateSync(Buffer.alloc(100)))]),
  "side-of-40000.png": () => png({ width: 40_000, height: 40 }, [chunk("IDAT", deflateSync(Buffer.alloc(40_001 * 40)))]),
  "bomb-900-megapixels.png": () => png({ width: 30_000, height: 30_000 }, [chunk("IDAT", zlibRepeats(Buffer.alloc(30_001 * 30), 1000))]),
  "bomb-in-colour-profile.png": ({ picture }) => withChunks(picture, [chunk("iCCP", Buffer.concat([Buffer.from("bomb\0\0"), zlibRepeats(Buffer.alloc(MIB), GIB / MIB)]))]),
  "bomb-in-text-chunk.png": ({ picture }) => withChunks(picture, [chunk("zTXt", Buffer.concat([Buffer.from("bomb\0\0"), zlibRepeats(Buffer.alloc(MIB, "a"), GIB / MIB)]))]),
  "hundred-thousand-chunks.png": ({ picture }) => withChunks(picture, Array.from({ length: 100_000 }, (_, index) => chunk("tEXt", Buffer.from(`k${index}\0v`)))),
  "animated.png": animated,
  "noise.png": noise,
};

function chunk(type: string, data: Buffer): Buffer {
  const [head, tail] = [Buffer.alloc(8), Buffer.alloc(4)];
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, "latin1");
  tail.writeUInt32BE(crc32(data, crc32(head.subarray(4))), 0);
  return Buffer.concat([head, data, tail]);
}

/** 8-bit grey. */
function png({ width, height, bits = 8 }: { readonly width: number; readonly height: number; readonly bits?: number }, chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(bits, 8);
  return Buffer.concat([MARK, chunk("IHDR", header), ...chunks, END]);
}

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place] = (copy[place] ?? 0) ^ 0x10;
  return copy;
}

function placeOfPixels(picture: Buffer): number {
  return picture.indexOf("IDAT", 0, "latin1") - 4;
}

function endOfPixels(picture: Buffer): number {
  const place = placeOfPixels(picture);
  return place + 12 + picture.readUInt32BE(place);
}

function withPixelLength(picture: Buffer, length: number): Buffer {
  const copy = Buffer.from(picture);
  copy.writeUInt32BE(length, placeOfPixels(picture));
  return copy;
}

function withChunks(picture: Buffer, chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([picture.subarray(0, HEADER_BYTES), ...chunks, picture.subarray(HEADER_BYTES)]);
}

/** The picture, then two more of garbage. */
function animated({ picture }: { readonly picture: Buffer }): Buffer {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(3, 0);
  const frames = [1, 2].map((frame) => chunk("fdAT", Buffer.concat([Buffer.from([0, 0, 0, frame]), seededBytes(300, frame)])));
  return Buffer.concat([withChunks(picture.subarray(0, -12), [chunk("acTL", control)]), ...frames, END]);
}

const NOISE = { width: 3000, height: 4200, cell: 12 } as const;

/** Specks in rows, each as large as a letter, and like none. */
function noise(): Buffer {
  const random = createRandom(47);
  const rowBytes = NOISE.width / 8;
  const rows = Buffer.alloc((rowBytes + 1) * NOISE.height, 0xff);
  for (let y = 0; y < NOISE.height; y += 1) {
    rows[y * (rowBytes + 1)] = 0;
    if (y % (NOISE.cell * 2) >= NOISE.cell) continue;
    for (let x = 0; x < rowBytes; x += 1) rows[y * (rowBytes + 1) + 1 + x] = x % 2 === 0 ? random.below(256) & random.below(256) : 0xff;
  }
  return png({ width: NOISE.width, height: NOISE.height, bits: 1 }, [chunk("IDAT", deflateSync(rows))]);
}
