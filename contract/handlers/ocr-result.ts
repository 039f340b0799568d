/** The result JSON of the `ocr` handler: a few numbers, so that it rides in the outcome. The text itself is the output file. */
import { z } from "zod";

/** Where the text of a page came from. */
export const PAGE_SOURCES = ["textLayer", "ocr", "blank"] as const;
export type PageSource = (typeof PAGE_SOURCES)[number];

/** What recognises: the `tesseract` command, or the built-in engine. */
export const ENGINE_KINDS = ["native", "wasm"] as const;
export type OcrEngineKind = (typeof ENGINE_KINDS)[number];

/** Results of documents with more pages carry no details, so that they stay small. */
export const MAX_PAGE_DETAILS = 6;

const count = z.int().min(0);
/** Mean confidence of the words, 0 to 100, by the engine's own judgement. */
const confidence = z.number().min(0).max(100);

export const ocrPageDetail = z.object({
  /** From 1. */
  page: z.int().min(1),
  from: z.enum(PAGE_SOURCES),
  characters: count,
  confidence: confidence.exactOptional(),
  /** Absent where nothing was recognised. */
  engine: z.enum(ENGINE_KINDS).exactOptional(),
  /** Clockwise, by which the page was turned to be read. */
  turnedDegrees: z.number().exactOptional(),
  millis: count,
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
  /** Of the recognised ones, those below the option `lowConfidence`. */
  lowConfidencePages: count,
  /** The page that was recognised worst, from 1. */
  worstPage: z.object({ page: z.int().min(1), confidence }).exactOptional(),
  /** What somebody should look at: `LowConfidence`. */
  warnings: z.array(z.string()).exactOptional(),
  pageDetails: z.array(ocrPageDetail).max(MAX_PAGE_DETAILS).exactOptional(),
});

export type OcrPageDetail = z.infer<typeof ocrPageDetail>;
export type OcrResult = z.infer<typeof ocrResult>;
