/**
 * Two things that PDFs say of themselves and the library believes, though the file shows otherwise. Both are mended in the bytes that it
 * reads, so that it has to look for itself; no byte moves.
 */

/** Of more places nothing is looked at: no honest file has so many pages. */
const MAX_PLACES = 1_000_000;
const MAX_OBJECT_BYTES = 64 * 1024;
/** All objects that are looked into, together. */
const MAX_LOOKED_AT_BYTES = 64 * 1024 * 1024;
const PAGE = "/Page";
const COUNT = "/Count";
const OBJECT_END = "endobj";
const IS_PAGE = /\/Type\s{0,6}\/Page(?![A-Za-z])/;
const IS_TREE_OF_PAGES = /\/Type\s{0,6}\/Pages\b/;
const NUMBER = /^\s{1,6}(\d{1,12})\b/;
const SPACE = 0x20;
const ZERO = 0x30;

/** Objects that are pages, as far as they are not packed; more than there are where the file has revisions. */
export function countPageObjects(file: Buffer): number {
  let pages = 0;
  for (const at of placesOf(file, PAGE)) if (IS_PAGE.test(file.toString("latin1", Math.max(0, at - 12), at + PAGE.length + 1))) pages += 1;
  return pages;
}

/** 0 is what no tree of pages counts: then the library counts its leaves. False where there is nothing to change. */
export function forgetPageCounts(file: Buffer): boolean {
  let isChanged = false;
  let budget = MAX_LOOKED_AT_BYTES;
  for (const at of placesOf(file, COUNT)) {
    const [whole = "", digits = ""] = NUMBER.exec(file.toString("latin1", at + COUNT.length, at + COUNT.length + 20)) ?? [];
    const object = digits === "" ? "" : objectAround(file, at);
    budget -= object.length;
    if (budget < 0) break;
    if (!IS_TREE_OF_PAGES.test(object)) continue;
    const end = at + COUNT.length + whole.length;
    file.fill(ZERO, end - digits.length, end);
    isChanged = true;
  }
  return isChanged;
}

/** Without the table of places behind the last object the library looks for the objects themselves. False where there is none. */
export function forgetTable(file: Buffer): boolean {
  const objectsEnd = file.lastIndexOf(OBJECT_END);
  const table = file.indexOf("xref", Math.max(0, objectsEnd));
  const trailer = file.indexOf("trailer", Math.max(0, table));
  if (objectsEnd === -1 || table === -1 || trailer === -1) return false;
  file.fill(SPACE, table, trailer);
  return true;
}

function objectAround(file: Buffer, at: number): string {
  const from = Math.max(0, at - MAX_OBJECT_BYTES);
  const near = file.subarray(from, at + MAX_OBJECT_BYTES);
  const begin = near.lastIndexOf(OBJECT_END, at - from);
  const end = near.indexOf(OBJECT_END, at - from);
  return near.toString("latin1", Math.max(0, begin), end === -1 ? near.length : end);
}

function* placesOf(file: Buffer, word: string): Generator<number> {
  let at = file.indexOf(word);
  for (let count = 0; at !== -1 && count < MAX_PLACES; count += 1) {
    yield at;
    at = file.indexOf(word, at + word.length);
  }
}
