/** The words of a passage, the same way for every count and search. */
import type { Span } from "./passage-reader.ts";

export interface Word extends Span {
  /** In small letters. */
  readonly normal: string;
}

/** Letters and digits; an apostrophe, hyphen or full stop between two of them does not end a word. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.\-‐·][\p{L}\p{N}\p{M}]+)*/gu;
/** They write an article or pronoun and its word as one: `l'hiver`, `dell'anno`. */
const ELIDING: ReadonlySet<string> = new Set(["fr", "it", "ca"]);
const ELIDING_WORD = /[\p{L}\p{N}\p{M}]+(?:[.\-‐·][\p{L}\p{N}\p{M}]+)*/gu;
/** They put nothing between words. */
const UNSPACED: ReadonlySet<string> = new Set(["zh", "ja", "th", "lo", "km", "my"]);

export function createWordFinder(language: string): (text: string) => Word[] {
  const pattern = ELIDING.has(language) ? ELIDING_WORD : WORD;
  if (!UNSPACED.has(language)) return (text) => Array.from(text.matchAll(pattern), ({ 0: word, index }) => toWord(word, index));
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return (text) => Array.from(segmenter.segment(text)).flatMap(({ segment, index, isWordLike }) => (isWordLike === true ? [toWord(segment, index)] : []));
}

function toWord(word: string, start: number): Word {
  return { start, end: start + word.length, normal: word.toLowerCase().replaceAll("’", "'") };
}
