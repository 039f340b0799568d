/** How many parts a document of many pages becomes. */
import { MAX_PARTS } from "../../../contract/wire/outcome.ts";

export interface SplitPlan {
  /** 2 to MAX_PARTS. */
  readonly parts: number;
  readonly pagesPerPart: number;
}

/** Undefined where the document stays whole. Parts grow beyond `splitPages` where there would be too many of them. */
export function planSplit(pages: number, splitPages: number | undefined): SplitPlan | undefined {
  if (splitPages === undefined || pages <= splitPages) return undefined;
  const pagesPerPart = Math.max(splitPages, Math.ceil(pages / MAX_PARTS));
  return { parts: Math.ceil(pages / pagesPerPart), pagesPerPart };
}
