/** The result JSON of the `preprocessing` handler: small enough to ride in the outcome. */
import { z } from "zod";

/** What was done to a page, in the order in which it was done. */
export const PAGE_STEPS = ["drawn", "autorotated", "flattened", "greyed", "scaled", "deskewed", "trimmed", "denoised", "contrasted", "binarised"] as const;
export type PageStep = (typeof PAGE_STEPS)[number];

/** Results of documents with more pages carry no details, so that they stay small. */
export const MAX_PREPARED_PAGE_DETAILS = 8;

const count = z.int().min(0);

export const preparedPageDetail = z.object({
  /** From 1, in the document as it was read. */
  page: z.int().min(1),
  /** As they were written. */
  width: count,
  height: count,
  /** Absent where the picture does not say. */
  dpi: z.int().min(1).exactOptional(),
  /** Clockwise, by which the page was turned to be level. */
  turnedDegrees: z.number().exactOptional(),
  isBlank: z.literal(true).exactOptional(),
  steps: z.array(z.enum(PAGE_STEPS)),
});

export const preprocessingResult = z.object({
  pagesIn: count,
  /** 0 where the document was passed on as it is. */
  pagesOut: count,
  blankPages: count,
  /** Pages to which anything was done. */
  changedPages: count,
  deskewedPages: count,
  /** Nothing was written: the next stage reads what this one read. */
  unchanged: z.enum(["nothingToDo", "textOfItsOwn"]).exactOptional(),
  pageDetails: z.array(preparedPageDetail).max(MAX_PREPARED_PAGE_DETAILS).exactOptional(),
});

export type PreparedPageDetail = z.infer<typeof preparedPageDetail>;
export type PreprocessingResult = z.infer<typeof preprocessingResult>;
