/** How much of a page's known text an engine found: by words, whatever their order, and by characters. */

/**
 * The share of the words of `truth` that `found` has too, 0 to 1. A word that the truth has twice must be found twice; order and
 * words too many do not matter, so columns and tables are judged fairly. Nothing to find counts as all found.
 */
export function wordRecall(truth: string, found: string): number {
  const wanted = toWords(truth);
  if (wanted.length === 0) return 1;
  const left = countWords(toWords(found));
  const hits = wanted.filter((word) => takeOne(left, word));
  return hits.length / wanted.length;
}

/**
 * Edits (insert, delete, replace one character) that turn `found` into `truth`, over the characters of `truth`. It may pass 1 and it
 * punishes another reading order. When the truth has no characters: 0 if nothing was found, else 1.
 */
export function characterErrorRate(truth: string, found: string): number {
  const wanted = toPlainText(truth);
  const got = toPlainText(found);
  if (wanted.length === 0) return got.length === 0 ? 0 : 1;
  return editDistance(wanted, got) / wanted.length;
}

/** Lower case letters and digits with what stands inside a word (don't, 4.50); a hyphen at a line's end joins its two halves. */
export function toWords(text: string): string[] {
  return toPlainText(text)
    .toLowerCase()
    .split(" ")
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
    .filter((word) => word !== "");
}

/** One spelling for what engines spell differently: quotes, dashes, ligatures, white space, words broken at a line's end. */
export function toPlainText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2018\u2019\u201a\u201b`]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/(\p{L})-\n\s*(\p{Ll})/gu, "$1$2")
    .replace(/\s+/g, " ")
    .trim();
}

function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function takeOne(left: Map<string, number>, word: string): boolean {
  const count = left.get(word) ?? 0;
  if (count === 0) return false;
  left.set(word, count - 1);
  return true;
}

/**
 * Levenshtein distance of two strings, by UTF-16 units. Only a band around the diagonal is filled, doubled until the distance lies
 * inside it, so a page that is nearly right costs its length times its few errors.
 */
export function editDistance(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const widest = long.length;
  for (let band = Math.max(16, long.length - short.length); ; band *= 2) {
    const distance = distanceWithin(short, long, Math.min(band, widest));
    if (distance <= band || band >= widest) return distance;
  }
}

/** The distance if it is at most `band`; otherwise some number above `band`. */
function distanceWithin(short: string, long: string, band: number): number {
  const far = long.length + 1;
  let above = Int32Array.from({ length: short.length + 1 }, (_, column) => (column <= band ? column : far));
  let row = new Int32Array(short.length + 1);
  for (let i = 1; i <= long.length; i++) {
    fillRow({ short, unit: long.charCodeAt(i - 1), i, band, far, above, row });
    [above, row] = [row, above];
  }
  return above[short.length] ?? far;
}

interface RowOfBand {
  readonly short: string;
  readonly unit: number;
  readonly i: number;
  readonly band: number;
  readonly far: number;
  readonly above: Int32Array;
  readonly row: Int32Array;
}

function fillRow({ short, unit, i, band, far, above, row }: RowOfBand): void {
  const first = Math.max(1, i - band);
  const last = Math.min(short.length, i + band);
  // Rows are used again and again: both edges of the band must be set, or the next row reads what an earlier one left there.
  row[first - 1] = first === 1 && i <= band ? i : far;
  for (let column = first; column <= last; column++) {
    const replaced = (above[column - 1] ?? far) + (short.charCodeAt(column - 1) === unit ? 0 : 1);
    const added = Math.min(above[column] ?? far, row[column - 1] ?? far) + 1;
    row[column] = Math.min(replaced, added, far);
  }
  if (last < short.length) row[last + 1] = far;
}
