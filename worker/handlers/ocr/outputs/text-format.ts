/**
 * The text of a document: UTF-8, lines end in `\n`, and so does every page; pages are separated by a form feed, so that
 * splitting at `\f` gives the pages.
 */
import type { PageFormat } from "./page-format.ts";

const PAGE_SEPARATOR = "\f";

export const TEXT_FORMAT: PageFormat = {
  file: "text.txt",
  suffix: ".txt",
  begin: "",
  page: ({ page, text }) => `${page === 1 ? "" : PAGE_SEPARATOR}${text}\n`,
  end: "",
};
