/** All that is done to one page, step by step. */
import type { PreprocessingOptions } from "../../../contract/handlers/preprocessing-options.ts";
import type { PageStep, PreparedPageDetail } from "../../../contract/handlers/preprocessing-result.ts";
import { isBlank } from "../ocr/is-blank.ts";
import { binarise } from "./binarise.ts";
import { deskew } from "./deskew.ts";
import type { ReadPicture } from "./picture-source.ts";
import { fromSharp, type Picture, toGrey, toSharp } from "./picture.ts";
import { stretchLevels } from "./stretch-levels.ts";
import { trimBorders } from "./trim-borders.ts";

export interface PreparedPage {
  readonly picture: Picture;
  readonly steps: readonly PageStep[];
  readonly turnedDegrees: number;
  readonly isBlank: boolean;
}

const MEDIAN_PIXELS = { light: 3, strong: 5 } as const;
/** They change the file's format, not what is to be seen. */
const CONVERSIONS: ReadonlySet<PageStep> = new Set(["drawn", "flattened"]);

/** Nothing is done to a blank page: stretched, its grain would look like ink. */
export async function preparePage({ picture: read, ...known }: ReadPicture, options: PreprocessingOptions): Promise<PreparedPage> {
  const steps = [...known.steps];
  if (known.isBlank ?? isBlank((await toGrey(read)).data)) return { picture: read, steps, turnedDegrees: 0, isBlank: true };
  const { picture: level, turnedDegrees } = options.deskew ? await deskew(read, options.deskewFromDegrees) : { picture: read, turnedDegrees: 0 };
  if (turnedDegrees !== 0) steps.push("deskewed");
  const cut = options.trimBorders ? await trimBorders(level) : level;
  if (cut !== level) steps.push("trimmed");
  const clean = await cleanPixels(cut, options, steps);
  return { picture: clean, steps, turnedDegrees, isBlank: false };
}

async function cleanPixels(picture: Picture, { denoise, contrast, binarise: how }: PreprocessingOptions, steps: PageStep[]): Promise<Picture> {
  let clean = picture;
  if (denoise !== "none") {
    clean = await fromSharp(toSharp(clean).median(MEDIAN_PIXELS[denoise]), clean);
    steps.push("denoised");
  }
  if (contrast) {
    clean = await stretchLevels(clean);
    steps.push("contrasted");
  }
  if (how === "none") return clean;
  steps.push("binarised");
  return binarise(await toGrey(clean), how);
}

/** Something is different for those who look at it. */
export function isChanged({ steps }: Pick<PreparedPage, "steps">): boolean {
  return steps.some((step) => !CONVERSIONS.has(step));
}

/** `page` from 1. */
export function toPageDetail(page: number, { picture, steps, turnedDegrees, isBlank: isEmpty }: PreparedPage): PreparedPageDetail {
  return {
    page,
    width: picture.width,
    height: picture.height,
    ...(picture.dpi === undefined ? {} : { dpi: picture.dpi }),
    ...(turnedDegrees === 0 ? {} : { turnedDegrees: Math.round(turnedDegrees * 10) / 10 }),
    ...(isEmpty ? { isBlank: true } : {}),
    steps: [...steps],
  };
}
