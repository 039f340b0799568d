/** Adds prepared pages up to the result of a document. */
import { MAX_PREPARED_PAGE_DETAILS, type PreparedPageDetail, type PreprocessingResult } from "../../../contract/handlers/preprocessing-result.ts";
import { isChanged, type PreparedPage, toPageDetail } from "./prepare-page.ts";

/** State: the sums so far. */
export class PreparedTally {
  #sum = { pagesIn: 0, blankPages: 0, changedPages: 0, deskewedPages: 0 };
  readonly #details: PreparedPageDetail[] = [];

  get blankPages(): number {
    return this.#sum.blankPages;
  }

  /** `page` from 1. */
  add(page: number, prepared: PreparedPage): void {
    this.#sum.pagesIn += 1;
    if (prepared.isBlank) this.#sum.blankPages += 1;
    if (isChanged(prepared)) this.#sum.changedPages += 1;
    if (prepared.turnedDegrees !== 0) this.#sum.deskewedPages += 1;
    if (page <= MAX_PREPARED_PAGE_DETAILS) this.#details.push(toPageDetail(page, prepared));
  }

  toResult(pagesOut: number): PreprocessingResult {
    const { pagesIn, ...sums } = this.#sum;
    return { pagesIn, pagesOut, ...sums, ...(pagesIn > MAX_PREPARED_PAGE_DETAILS ? {} : { pageDetails: this.#details }) };
  }
}
