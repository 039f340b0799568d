/** JPEG: segments behind markers, and scans without a length between them, up to the end marker. */
import type { ContainerFacts, JudgePage } from "./container.ts";
import type { FileBytes } from "./file-bytes.ts";

const END = 0xd9;
const SCAN = 0xda;
/** Marks that stand alone. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** Frames: C0 to CF without tables (C4), extensions (C8) and arithmetic conditions (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Baseline, extended and progressive, by Huffman's codes. */
const MOST_USUAL_FRAME = 0xc2;
const USUAL_BITS = 8;

export function inspectJpeg(file: FileBytes, judgePage: JudgePage): ContainerFacts {
  let facts: ContainerFacts = { endsEarly: true };
  for (let at = 2; ; ) {
    const marked = nextMarker(file, at);
    if (marked === undefined) return facts;
    const { marker, after } = marked;
    if (marker === END) return { ...facts, endsEarly: false };
    at = after;
    if (isAlone(marker)) continue;
    const head = file.read(after, 8);
    if (head.length < 8) return facts;
    if (isFrame(marker)) facts = { ...facts, ...judgeFrame(marker, head, judgePage) };
    at = after + head.readUInt16BE(0);
    if (marker === SCAN) at = endOfScan(file, at) ?? file.size;
  }
}

/** Fill bytes may stand before it; what is no marker is left to the decoder. */
function nextMarker(file: FileBytes, from: number): { readonly marker: number; readonly after: number } | undefined {
  let at = file.find(0xff, from);
  while (at !== undefined) {
    const marker = file.read(at + 1, 1)[0];
    if (marker === undefined) return undefined;
    if (marker !== 0xff && marker !== 0) return { marker, after: at + 2 };
    at = marker === 0xff ? at + 1 : file.find(0xff, at + 2);
  }
  return undefined;
}

/** Place of the marker behind it. */
function endOfScan(file: FileBytes, from: number): number | undefined {
  let at = file.find(0xff, from);
  while (at !== undefined) {
    const next = file.read(at + 1, 1)[0];
    const isData = next === 0 || next === 0xff || (next !== undefined && next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
    at = file.find(0xff, at + (next === 0xff ? 1 : 2));
  }
  return undefined;
}

function judgeFrame(marker: number, head: Buffer, judgePage: JudgePage): { oddEncoding?: string } {
  const [bits, height, width, samples] = [head[2] ?? 0, head.readUInt16BE(3), head.readUInt16BE(5), head[7] ?? 1];
  judgePage({ width, height, bytesPerPixel: samples * Math.ceil(bits / 8) });
  if (bits !== USUAL_BITS) return { oddEncoding: `JPEG of ${bits} bits a sample` };
  return marker > MOST_USUAL_FRAME ? { oddEncoding: `JPEG of frame type ${marker - 0xc0}` } : {};
}
