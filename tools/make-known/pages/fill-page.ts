/** Puts as much on a page as it takes. */
import type { Block, PageContent } from "../../make-samples/block.ts";
import { layOutPage, PageFullError } from "../../make-samples/page-flow.ts";
import type { PageWishes } from "./page-kind.ts";

export interface Filling {
  readonly masthead?: readonly Block[];
  readonly start?: readonly Block[];
  /** Taken from one after another until the page is full. */
  readonly middle: Iterator<Block, unknown>;
  readonly end?: readonly Block[];
}

/** More than any page takes, for an iterator without end. */
const MOST_BLOCKS = 400;

export function fillPage({ face, sizePoints, columns = 1, marginPoints, most = MOST_BLOCKS, measure }: PageWishes, { masthead = [], start = [], middle, end = [] }: Filling): PageContent {
  const frame = { face, sizePoints, columns, masthead, ...(marginPoints === undefined ? {} : { marginPoints }) };
  const taken: Block[] = [];
  const toPage = (): PageContent => ({ ...frame, blocks: [...start, ...taken, ...end] });
  while (taken.length < most) {
    const next = middle.next();
    if (next.done === true) return toPage();
    taken.push(next.value);
    if (isTooMuch(toPage())) {
      taken.pop();
      return toPage();
    }
  }
  return toPage();

  function isTooMuch(page: PageContent): boolean {
    try {
      layOutPage(page, measure);
      return false;
    } catch (error) {
      if (error instanceof PageFullError) return true;
      throw error;
    }
  }
}
