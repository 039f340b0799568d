/**
 * What an image file says of itself, read before a decoder sees it: sizes that decoders refuse as damage, pages that go
 * round in circles, an end that is missing. So a reason is the true one, and no decoder meets what is beyond the limits.
 */
import { PermanentError } from "../../../errors.ts";
import type { Limits } from "../../../limits.ts";
import type { FileType } from "../file-type.ts";
import { checkPageCount, checkPixels } from "../page-limits.ts";
import type { ContainerFacts, JudgePage } from "./container.ts";
import { FileBytes } from "./file-bytes.ts";
import { inspectJpeg } from "./jpeg-container.ts";
import { inspectPng } from "./png-container.ts";
import { inspectTiff } from "./tiff-container.ts";
import { inspectWebp } from "./webp-container.ts";

interface InspectOptions {
  readonly type: Exclude<FileType, "pdf">;
  readonly limits: Limits;
  readonly maxPages?: number | undefined;
}

/** Throws PermanentError: Corrupt, TooManyPages, TooManyPixels, DecompressionLimit. */
export function inspectContainer(path: string, { type, limits, maxPages = limits.maxPages }: InspectOptions): ContainerFacts {
  const file = new FileBytes(path);
  let page = 0;
  const judgePage: JudgePage = (size) => checkPixels({ page: ++page, ...size }, limits);
  try {
    if (type !== "tiff") return inspectOther(file, type, judgePage);
    const { pages, ...facts } = inspectTiff(file, judgePage, Math.min(maxPages, limits.maxPages));
    if (pages > 0) checkPageCount(pages, limits, maxPages);
    return facts;
  } finally {
    file.close();
  }
}

function inspectOther(file: FileBytes, type: "png" | "jpeg" | "webp", judgePage: JudgePage): ContainerFacts {
  switch (type) {
    case "png":
      return inspectPng(file, judgePage);
    case "jpeg":
      return inspectJpeg(file, judgePage);
    case "webp":
      return inspectWebp(file);
  }
}

/** Why a decoder does not take the file. */
export function toDecodeError(page: number, { endsEarly, oddEncoding }: ContainerFacts, cause: unknown): PermanentError {
  if (endsEarly) return new PermanentError("Truncated", `page ${page} cannot be decoded: the file ends before the image does; fetch or copy it again`, { cause });
  if (oddEncoding !== undefined) return new PermanentError("UnsupportedEncoding", `page ${page} cannot be decoded: it is ${oddEncoding}; convert it`, { cause });
  return new PermanentError("Corrupt", `page ${page} cannot be decoded: the image is damaged`, { cause });
}
