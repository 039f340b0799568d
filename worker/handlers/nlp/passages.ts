/** A text in pieces that are small enough for whatever reads them, cut where nothing is torn. */

export interface Passage {
  readonly text: string;
  /** Place in the document. */
  readonly start: number;
  /** Places inside the passage where a paragraph ends: no sentence goes on behind one. */
  readonly breaks: readonly number[];
}

/** Readers take more than linear time for some texts; of this length, none takes long. */
export const MAX_PASSAGE_CHARACTERS = 8192;
/** A form feed, or a line end with nothing but blanks before the next. */
const PARAGRAPH_END = /\f|\n(?=[^\S\n\f]{0,1000}(?:\n|\f|$))/g;

/** Together they are the whole text. */
export function* splitPassages(text: string): Generator<Passage> {
  let start = 0;
  while (start < text.length) {
    const end = findEnd(text, start);
    const piece = text.slice(start, end);
    yield { text: piece, start, breaks: Array.from(piece.matchAll(PARAGRAPH_END), ({ index }) => index) };
    start = end;
  }
}

/** Behind the last page, else the last paragraph, sentence or word, in this order; else anywhere. */
function findEnd(text: string, start: number): number {
  const limit = start + MAX_PASSAGE_CHARACTERS;
  if (limit >= text.length) return text.length;
  const piece = text.slice(start, limit);
  const end = ENDS.map((marks) => lastOf(piece, marks)).find((place) => place > 0);
  if (end !== undefined) return start + end;
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
}

/** Of pages, paragraphs, sentences, and words. */
const ENDS = [["\f"], ["\n\n"], [". ", ".\n", "? ", "! ", "。"], ["\n", " "]] as const;

/** Behind the last of these marks; 0 where there is none. */
function lastOf(piece: string, marks: readonly string[]): number {
  return Math.max(...marks.map((mark) => (piece.includes(mark) ? piece.lastIndexOf(mark) + mark.length : 0)));
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
