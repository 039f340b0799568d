/** Judges the text that a page of a PDF holds itself: whether it is the page's text, and clean of what only PDF means. */

/** Some producers map glyphs to nothing or to private code points: text for the eye only. */
const UNREADABLE = /[\p{Cc}\p{Co}\p{Cn}\uFFFD]/gu;
const MIN_READABLE_SHARE = 0.5;

export interface TextLayer {
  readonly text: string;
  /** Letters, digits, marks and the like: no spaces. */
  readonly readableCharacters: number;
  readonly isReadable: boolean;
}

export function judgeTextLayer(raw: string): TextLayer {
  const text = cleanText(raw);
  const visible = joinHyphens(raw.toWellFormed()).replaceAll(/\s+/gu, "");
  const readableCharacters = visible.replaceAll(UNREADABLE, "").length;
  return { text, readableCharacters, isReadable: readableCharacters > 0 && readableCharacters >= visible.length * MIN_READABLE_SHARE };
}

/** Lines end in `\n`; no control characters, so that a form feed only ever separates pages; no spaces at line ends. */
export function cleanText(raw: string): string {
  return joinHyphens(raw.toWellFormed())
    .replaceAll(/\r\n?|\u2028|\u2029/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/gu, "")
    .replaceAll(/[ \t]+$/gm, "")
    .replace(/^\n+/, "")
    .trimEnd();
}

/** pdfium puts U+FFFE or U+0002 where a word is hyphenated at a line's end. */
function joinHyphens(text: string): string {
  return text.replaceAll("\u0002", "\uFFFE").replaceAll(/\uFFFE(?=[\r\n]|$)/g, "-");
}
