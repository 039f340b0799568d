/** A picture: what it says of itself, page by page, and every pixel where integrity is asked for. */
import type { Metadata } from "sharp";
import { checkPageCount } from "../ocr/page-limits.ts";
import { believedDpi, checkMetadata, openImage, orCorrupt, readMetadata } from "../preprocessing/image-file.ts";
import type { Inspecting } from "./inspecting.ts";
import { type Inspection, MILLIMETRES_PER_INCH, type PageFacts } from "./inspection.ts";

export const DECODED_IMAGES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/tiff", "image/webp", "image/gif", "image/avif"]);

/** Throws PermanentError: Corrupt, TooManyPages, TooManyPixels, DecompressionLimit. */
export async function inspectImage({ path, type, isThorough, limits, signal }: Inspecting): Promise<Inspection> {
  const first = await readMetadata(path, 0);
  const pictures = first.pages ?? 1;
  checkPageCount(pictures, limits);
  const pages: PageFacts[] = [];
  for (let page = 0; page < pictures; page += 1) {
    signal.throwIfAborted();
    const metadata = page === 0 ? first : await readMetadata(path, page);
    checkMetadata(page, metadata, limits);
    if (isThorough) await decodeFully(path, page);
    pages.push(toFacts(metadata));
  }
  // Pictures of an animation are not pages.
  return { pages: type === "image/tiff" ? pages : pages.slice(0, 1), read: "every pixel" };
}

/** Reads all rows, and holds few of them: the one pixel that comes out is made of all. */
function decodeFully(path: string, page: number): Promise<Buffer> {
  return orCorrupt(page, () => openImage(path, page).resize({ width: 1, height: 1, fit: "fill", kernel: "linear", fastShrinkOnLoad: false }).raw().toBuffer());
}

function toFacts({ width, height, density, orientation = 1 }: Metadata): PageFacts {
  const pixels = orientation > 4 ? { width: height, height: width } : { width, height };
  const dpi = believedDpi(density);
  if (dpi === undefined) return { pixels };
  const toMillimetres = (count: number): number => (count / dpi) * MILLIMETRES_PER_INCH;
  return { pixels, dpi, millimetres: { width: toMillimetres(pixels.width), height: toMillimetres(pixels.height) } };
}
