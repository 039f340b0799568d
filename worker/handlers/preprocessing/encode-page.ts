/** One page as a file. Nothing of a clock or of the machine gets into it: the same page gives the same bytes. */
import { PermanentError } from "../../errors.ts";
import { type Picture, toSharp } from "./picture.ts";
import type { Sharp } from "sharp";

export type PictureFormat = "tiff" | "png" | "jpeg" | "webp";

export const SUFFIXES = { tiff: ".tif", png: ".png", jpeg: ".jpg", webp: ".webp" } as const satisfies Record<PictureFormat, string>;

/** Letters keep their edges. */
const QUALITY = 90;
const WEBP_MAX_SIDE_PIXELS = 16_383;

/** Throws PermanentError TooManyPixels where the format holds no picture so large. */
export function encodePage(picture: Picture, format: PictureFormat): Promise<Buffer> {
  const { width, height, dpi } = picture;
  if (format === "webp" && Math.max(width, height) > WEBP_MAX_SIDE_PIXELS) {
    throw new PermanentError("TooManyPixels", `a page has ${width} x ${height} pixels; a side of WebP has at most ${WEBP_MAX_SIDE_PIXELS}: choose another format or a lower maxDpi`);
  }
  const image = toSharp(picture);
  // WebP has no place for it that anybody reads.
  const sized = dpi === undefined || format === "webp" ? image : image.withDensity(dpi);
  return encoderOf(sized, picture, format).toBuffer();
}

function encoderOf(image: Sharp, { isBilevel }: Picture, format: PictureFormat): Sharp {
  switch (format) {
    case "tiff":
      return isBilevel ? image.tiff({ compression: "ccittfax4", bitdepth: 1 }) : image.tiff({ compression: "deflate", predictor: "horizontal" });
    case "png":
      return image.png();
    case "jpeg":
      return image.jpeg({ quality: QUALITY });
    case "webp":
      return image.webp({ quality: QUALITY });
  }
}
