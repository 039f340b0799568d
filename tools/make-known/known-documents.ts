/** All documents of the corpus, as `known.json` lists them. */
import { DRAWN_PAGES } from "./drawn-pages.ts";
import { KEPT_SCANS } from "./kept-scans.ts";
import type { KnownDocument } from "./known-document.ts";
import { LONG_DOCUMENTS } from "./long-documents.ts";

export const KNOWN_DOCUMENTS: readonly KnownDocument[] = [...byFile([...DRAWN_PAGES, ...KEPT_SCANS]), ...LONG_DOCUMENTS];

function byFile(documents: readonly KnownDocument[]): KnownDocument[] {
  return documents.toSorted((a, b) => (a.row.file < b.row.file ? -1 : 1));
}
