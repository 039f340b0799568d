/** A kind of page: what it says is drawn by lot, how it looks is asked for. */
import type { PageContent } from "../../make-samples/block.ts";
import type { Measure } from "../../make-samples/font-metrics.ts";
import type { TextStyle } from "../../make-samples/laid-page.ts";
import type { Random } from "../../make-samples/random.ts";
import type { Topic } from "../text/topics.ts";

export interface PageWishes extends TextStyle {
  readonly random: Random;
  readonly measure: Measure;
  readonly topic: Topic;
  readonly columns?: 1 | 2 | 3;
  readonly marginPoints?: number;
  /** Where the page is not to be full: how many paragraphs, clauses or rows at most. */
  readonly most?: number;
}

export type PageKind = (wishes: PageWishes) => PageContent;
