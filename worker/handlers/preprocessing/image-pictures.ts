/** The pages of an image file, decoded: upright, without transparency, of the size that is wanted. */
import type { Metadata, Sharp } from "sharp";
import type { PreprocessingOptions } from "../../../contract/handlers/preprocessing-options.ts";
import type { PageStep } from "../../../contract/handlers/preprocessing-result.ts";
import type { Limits } from "../../limits.ts";
import type { FileType } from "../ocr/file-type.ts";
import { checkPageCount, checkPixels } from "../ocr/page-limits.ts";
import { chooseScale } from "./choose-scale.ts";
import { believedDpi, checkMetadata, openImage, orCorrupt, readMetadata } from "./image-file.ts";
import type { PictureSource, ReadPicture } from "./picture-source.ts";
import { fromSharp } from "./picture.ts";

interface ImageChoices {
  readonly type: Exclude<FileType, "pdf">;
  readonly options: PreprocessingOptions;
  readonly limits: Limits;
}

/** Throws PermanentError: Corrupt, TooManyPages, TooManyPixels, DecompressionLimit. */
export async function openImagePictures(path: string, choices: ImageChoices): Promise<PictureSource> {
  const first = await readMetadata(path, 0);
  // An animated WebP shows its first picture.
  const pages = choices.type === "tiff" ? (first.pages ?? 1) : 1;
  checkPageCount(pages, choices.limits, choices.options.maxPages);
  const read = async (page: number): Promise<ReadPicture> => readPicture({ path, page, metadata: page === 0 ? first : await readMetadata(path, page) }, choices);
  return { pages, hasText: async () => false, read, close: () => undefined };
}

interface PageOfFile {
  readonly path: string;
  /** From 0. */
  readonly page: number;
  readonly metadata: Metadata;
}

function readPicture({ path, page, metadata }: PageOfFile, { options, limits }: ImageChoices): Promise<ReadPicture> {
  checkMetadata(page, metadata, limits);
  const plan = planReading(metadata, options);
  checkPixels({ page: page + 1, width: plan.width, height: plan.height, bytesPerPixel: plan.channels }, limits);
  return orCorrupt(page, async () => ({ picture: await fromSharp(toPipeline(openImage(path, page), plan), plan), steps: plan.steps }));
}

interface ReadingPlan {
  readonly steps: readonly PageStep[];
  /** Upright, and scaled. */
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly dpi?: number;
}

function planReading(metadata: Metadata, options: PreprocessingOptions): ReadingPlan {
  const { width, height } = uprightSize(metadata, options);
  const dpi = believedDpi(metadata.density) ?? options.assumeDpi;
  const scale = chooseScale({ width, height, ...(dpi === undefined ? {} : { dpi }) }, options);
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const channels = options.grey || isWithoutColour(metadata) ? 1 : 3;
  return { steps: stepsOf(metadata, options, scale), ...size, channels, ...(dpi === undefined ? {} : { dpi: Math.round(dpi * scale) }) };
}

function stepsOf(metadata: Metadata, { autorotate, grey }: PreprocessingOptions, scale: number): PageStep[] {
  const steps: PageStep[] = [];
  if (autorotate && (metadata.orientation ?? 1) > 1) steps.push("autorotated");
  if (metadata.hasAlpha) steps.push("flattened");
  if (grey && !isWithoutColour(metadata)) steps.push("greyed");
  if (scale !== 1) steps.push("scaled");
  return steps;
}

function isWithoutColour({ space, channels, hasAlpha }: Metadata): boolean {
  return space === "b-w" || space === "grey16" || channels - (hasAlpha ? 1 : 0) === 1;
}

function uprightSize({ width, height, orientation = 1 }: Metadata, { autorotate }: PreprocessingOptions): { width: number; height: number } {
  return autorotate && orientation > 4 ? { width: height, height: width } : { width, height };
}

function toPipeline(image: Sharp, { steps, width, height, channels }: ReadingPlan): Sharp {
  const upright = steps.includes("autorotated") ? image.autoOrient() : image;
  const opaque = steps.includes("flattened") ? upright.flatten({ background: "white" }) : upright;
  const sized = steps.includes("scaled") ? opaque.resize({ width, height, fit: "fill" }) : opaque;
  return channels === 1 ? sized.greyscale() : sized.toColourspace("srgb");
}
