/** Opens pictures of one page or more with sharp, carefully: what they say of themselves is judged before they are decoded. */
import sharp, { type Metadata, type Sharp } from "sharp";
import { PermanentError } from "../../errors.ts";
import type { Limits } from "../../limits.ts";
import { checkPixels } from "../ocr/page-limits.ts";

/** Others, 72 above all, are leftovers of software that had to write something. */
const BELIEVED_DPI = { least: 73, most: 2400 } as const;

const BYTES_PER_SAMPLE: Readonly<Record<string, number>> = { ushort: 2, short: 2, uint: 4, int: 4, float: 4, double: 8, complex: 8, dpcomplex: 16 };

/** `page` from 0. */
export function openImage(path: string, page: number): Sharp {
  // The limit on pixels is the worker's own, checked before anything is decoded.
  return sharp(path, { page, limitInputPixels: false, failOn: "error", sequentialRead: true });
}

/** Throws PermanentError: Corrupt. */
export function readMetadata(path: string, page: number): Promise<Metadata> {
  return orCorrupt(page, () => openImage(path, page).metadata());
}

/** Throws PermanentError: TooManyPixels, DecompressionLimit, Corrupt. */
export function checkMetadata(page: number, { width, height, channels, depth }: Metadata, limits: Limits): void {
  checkPixels({ page: page + 1, width, height, bytesPerPixel: channels * (BYTES_PER_SAMPLE[depth] ?? 1) }, limits);
}

export function believedDpi(density: number | undefined): number | undefined {
  return density !== undefined && density >= BELIEVED_DPI.least && density <= BELIEVED_DPI.most ? density : undefined;
}

/** The library's own messages name files of this machine: they stay in `cause`. */
export async function orCorrupt<T>(page: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    throw new PermanentError("Corrupt", `page ${page + 1} cannot be decoded: the image is damaged or cut short`, { cause: error });
  }
}
