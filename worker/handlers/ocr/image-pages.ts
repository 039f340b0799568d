/** The pages of an image file, decoded to grey: upright as EXIF says, without transparency, and of no more than 300 dpi. */
import sharp, { type Metadata, type Sharp } from "sharp";
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import type { Limits } from "../../limits.ts";
import type { ContainerFacts } from "./containers/container.ts";
import { inspectContainer, toDecodeError } from "./containers/inspect-container.ts";
import type { FileType } from "./file-type.ts";
import type { GreyPicture } from "./grey-picture.ts";
import { checkPageCount, checkPixels } from "./page-limits.ts";
import type { PageContent, PageSource } from "./page-source.ts";

// One document is worked on by one core, and none comes twice.
sharp.concurrency(1);
sharp.cache(false);

/** Recognition takes time by the pixel and gains nothing over 300 dpi; a little more is not worth the conversion. */
const MAX_DPI = 310;
const SCALED_DPI = 300;
/** A file that would become smaller than this at 300 dpi (100 mm) has a wrong resolution in it. */
const MIN_SCALED_SIDE_PIXELS = 1200;
/** Others are leftovers of software that had to write something. */
const BELIEVED_DPI = { least: 70, most: 2400 } as const;

const BYTES_PER_SAMPLE: Readonly<Record<string, number>> = { ushort: 2, short: 2, uint: 4, int: 4, float: 4, double: 8, complex: 8, dpcomplex: 16 };

interface ImageChoices {
  readonly type: Exclude<FileType, "pdf">;
  readonly options: OcrOptions;
  readonly limits: Limits;
}

/** Throws PermanentError: Corrupt, Truncated, UnsupportedEncoding, TooManyPages, TooManyPixels, DecompressionLimit. */
export async function openImagePages(path: string, choices: ImageChoices): Promise<PageSource> {
  const { type, limits, options } = choices;
  const facts = inspectContainer(path, { type, limits, maxPages: options.maxPages });
  const first = await readMetadata({ path, page: 0, facts });
  // An animated WebP shows its first picture.
  const pages = type === "tiff" ? (first.pages ?? 1) : 1;
  checkPageCount(pages, limits, options.maxPages);
  const read = async (page: number): Promise<PageContent> => {
    const metadata = page === 0 ? first : await readMetadata({ path, page, facts });
    return readPage({ path, page, facts }, metadata, limits);
  };
  return { pages, read, close: () => undefined };
}

interface PageOfFile {
  readonly path: string;
  /** From 0. */
  readonly page: number;
  readonly facts: ContainerFacts;
}

async function readPage(place: PageOfFile, metadata: Metadata, limits: Limits): Promise<PageContent> {
  const { width, height, channels, depth } = metadata;
  checkPixels({ page: place.page + 1, width, height, bytesPerPixel: channels * (BYTES_PER_SAMPLE[depth] ?? 1) }, limits);
  const dpi = believedDpi(metadata.density);
  return { kind: "image", picture: await decodePage(place, metadata), ...(dpi === undefined ? {} : { dpi }), shrunkBy: scaleOf(metadata) };
}

async function decodePage({ path, page, facts }: PageOfFile, metadata: Metadata): Promise<GreyPicture> {
  const scale = scaleOf(metadata);
  const upright = openImage(path, page).autoOrient().flatten({ background: "white" });
  const sized = scale === 1 ? upright : upright.resize({ width: Math.round(uprightWidth(metadata) * scale) });
  const { data, info } = await orRefused({ page, facts }, sized.greyscale().toColourspace("b-w").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true }));
  const dpi = believedDpi(metadata.density);
  return { data, width: info.width, height: info.height, ...(dpi === undefined ? {} : { dpi: Math.round(dpi * scale) }) };
}

function uprightWidth({ width, height, orientation = 1 }: Metadata): number {
  return orientation > 4 ? height : width;
}

/** 1 or less. */
function scaleOf({ width, height, density }: Pick<Metadata, "width" | "height" | "density">): number {
  const dpi = believedDpi(density);
  if (dpi === undefined || dpi <= MAX_DPI) return 1;
  const scale = SCALED_DPI / dpi;
  return Math.min(width, height) * scale < MIN_SCALED_SIDE_PIXELS ? 1 : scale;
}

function believedDpi(density: number | undefined): number | undefined {
  return density !== undefined && density >= BELIEVED_DPI.least && density <= BELIEVED_DPI.most ? density : undefined;
}

function readMetadata({ path, page, facts }: PageOfFile): Promise<Metadata> {
  return orRefused({ page, facts }, openImage(path, page).metadata());
}

function openImage(path: string, page: number): Sharp {
  // The limit on pixels is the worker's own, checked before anything is decoded.
  return sharp(path, { page, limitInputPixels: false, failOn: "error", sequentialRead: true });
}

/** The library's own messages name files of this machine: they stay in `cause`. */
async function orRefused<T>({ page, facts }: Pick<PageOfFile, "page" | "facts">, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toDecodeError(page + 1, facts, error);
  }
}
