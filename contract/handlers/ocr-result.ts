/** The result JSON of the `ocr` handler: a few numbers, so that it rides in the outcome. The text itself is the output file. */
import { z } from "zod";

/** Where the text of a page came from. */
export const PAGE_SOURCES = ["textLayer", "ocr", "blank"] as const;
export type PageSource = (typeof PAGE_SOURCES)[number];

/** Results of documents with more pages carry no details, so that they stay small. */
export const MAX_PAGE_DETAILS = 8;

const count = z.int().min(0);
/** Mean confidence of the words, 0 to 100, by the engine's own judgement. */
const confidence = z.number().min(0).max(100);

export const ocrPageDetail = z.object({
  /** From 1. */
  page: z.int().min(1),
  from: z.enum(PAGE_SOURCES),
  characters: count,
  confidence: confidence.exactOptional(),
});

export const ocrResult = z.object({
  pages: count,
  /** Of all pages' text, without what separates pages. */
  characters: count,
  /** Mean over the pages counted in `ocrPages`; absent where there are none. */
  confidence: confidence.exactOptional(),
  /** textLayerPages + ocrPages + blankPages = pages. */
  textLayerPages: count,
  /** Pages whose text was recognised. */
  ocrPages: count,
  /** Pages that gave no text. */
  blankPages: count,
  pageDetails: z.array(ocrPageDetail).max(MAX_PAGE_DETAILS).exactOptional(),
});

export type OcrPageDetail = z.infer<typeof ocrPageDetail>;
export type OcrResult = z.infer<typeof ocrResult>;
