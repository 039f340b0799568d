import type { PageRecord } from "./page-record.ts";

/** An output that is written page by page. */
export interface PageFormat {
  /** In the task's output folder. */
  readonly file: string;
  /** Behind the document's id. */
  readonly suffix: string;
  readonly begin: string;
  readonly page: (record: PageRecord) => string;
  readonly end: string;
}
