/** Adds pages, or the results of parts, up to the result of a document. */
import { MAX_PAGE_DETAILS, type OcrEngineKind, type OcrPageDetail, type OcrResult, type PageSource } from "../../../contract/handlers/ocr-result.ts";

export interface PageText {
  readonly from: PageSource;
  readonly text: string;
  /** 0 to 100; present where `from` is `ocr`. */
  readonly confidence?: number;
  readonly engine?: OcrEngineKind;
  /** Clockwise, by which the page was turned to be read. */
  readonly turnedDegrees?: number;
  readonly millis: number;
}

/** `page` from 1, in the whole document; recognised with less than `lowConfidence` it is worth a warning. */
export function toPageResult(page: number, { from, text, confidence, engine, turnedDegrees, millis }: PageText, lowConfidence: number): OcrResult {
  const known = confidence === undefined ? {} : { confidence: round(confidence) };
  const details = { ...known, ...(engine === undefined ? {} : { engine }), ...(turnedDegrees === undefined ? {} : { turnedDegrees }), millis };
  return {
    pages: 1,
    characters: text.length,
    ...known,
    textLayerPages: from === "textLayer" ? 1 : 0,
    ocrPages: from === "ocr" ? 1 : 0,
    blankPages: from === "blank" ? 1 : 0,
    lowConfidencePages: confidence !== undefined && confidence < lowConfidence ? 1 : 0,
    ...(confidence === undefined ? {} : { worstPage: { page, confidence: round(confidence) } }),
    pageDetails: [{ page, from, characters: text.length, ...details }],
  };
}

type Counts = Pick<OcrResult, "pages" | "characters" | "textLayerPages" | "ocrPages" | "blankPages" | "lowConfidencePages">;

/**
 * Keeps a running sum. Confidence is the mean over recognised pages; a part counts with as many pages as it recognised.
 * State: the sums so far.
 */
export class Tally {
  #sum: Counts = { pages: 0, characters: 0, textLayerPages: 0, ocrPages: 0, blankPages: 0, lowConfidencePages: 0 };
  #confidence = 0;
  #worst: OcrResult["worstPage"];
  #details: OcrPageDetail[] = [];

  add(result: OcrResult): void {
    this.#sum = addCounts(this.#sum, result);
    this.#confidence += (result.confidence ?? 0) * result.ocrPages;
    if (result.worstPage !== undefined && result.worstPage.confidence < (this.#worst?.confidence ?? Number.POSITIVE_INFINITY)) this.#worst = result.worstPage;
    if (this.#sum.pages <= MAX_PAGE_DETAILS) this.#details.push(...(result.pageDetails ?? []));
  }

  toResult(): OcrResult {
    const { ocrPages, pages, lowConfidencePages } = this.#sum;
    return {
      ...this.#sum,
      ...(ocrPages === 0 ? {} : { confidence: round(this.#confidence / ocrPages) }),
      ...(this.#worst === undefined ? {} : { worstPage: this.#worst }),
      ...(lowConfidencePages === 0 ? {} : { warnings: ["LowConfidence"] }),
      ...(pages > MAX_PAGE_DETAILS ? {} : { pageDetails: this.#details }),
    };
  }
}

function addCounts(one: Counts, other: Counts): Counts {
  return {
    pages: one.pages + other.pages,
    characters: one.characters + other.characters,
    textLayerPages: one.textLayerPages + other.textLayerPages,
    ocrPages: one.ocrPages + other.ocrPages,
    blankPages: one.blankPages + other.blankPages,
    lowConfidencePages: one.lowConfidencePages + other.lowConfidencePages,
  };
}

/** One decimal: more would pretend. */
function round(confidence: number): number {
  return Math.round(confidence * 10) / 10;
}
