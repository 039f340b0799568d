/** Adds pages, or the results of parts, up to the result of a document. */
import { MAX_PAGE_DETAILS, type OcrPageDetail, type OcrResult, type PageSource } from "../../../contract/handlers/ocr-result.ts";

export interface PageText {
  readonly from: PageSource;
  readonly text: string;
  /** 0 to 100; present where `from` is `ocr`. */
  readonly confidence?: number;
}

/** `page` from 1, in the whole document. */
export function toPageResult(page: number, { from, text, confidence }: PageText): OcrResult {
  const known = confidence === undefined ? {} : { confidence: round(confidence) };
  return {
    pages: 1,
    characters: text.length,
    ...known,
    textLayerPages: from === "textLayer" ? 1 : 0,
    ocrPages: from === "ocr" ? 1 : 0,
    blankPages: from === "blank" ? 1 : 0,
    pageDetails: [{ page, from, characters: text.length, ...known }],
  };
}

/**
 * Keeps a running sum. Confidence is the mean over recognised pages; a part counts with as many pages as it recognised.
 * State: the sums so far.
 */
export class Tally {
  #sum = { pages: 0, characters: 0, textLayerPages: 0, ocrPages: 0, blankPages: 0 };
  #confidence = 0;
  #details: OcrPageDetail[] = [];

  add(result: OcrResult): void {
    for (const key of ["pages", "characters", "textLayerPages", "ocrPages", "blankPages"] as const) this.#sum[key] += result[key];
    this.#confidence += (result.confidence ?? 0) * result.ocrPages;
    if (this.#sum.pages <= MAX_PAGE_DETAILS) this.#details.push(...(result.pageDetails ?? []));
  }

  toResult(): OcrResult {
    const { ocrPages, pages } = this.#sum;
    return {
      ...this.#sum,
      ...(ocrPages === 0 ? {} : { confidence: round(this.#confidence / ocrPages) }),
      ...(pages > MAX_PAGE_DETAILS ? {} : { pageDetails: this.#details }),
    };
  }
}

/** One decimal: more would pretend. */
function round(confidence: number): number {
  return Math.round(confidence * 10) / 10;
}
