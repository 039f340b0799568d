/** Reads any language by the rules of Unicode: words and sentences, nothing of what they mean. */
import { ABBREVIATIONS } from "./abbreviations.ts";
import { UNICODE_RULES } from "./engine-names.ts";
import type { PassageReader, ReadPassage, ReadToken } from "./passage-reader.ts";
import { toSentences } from "./sentences.ts";
import { toTokenKind } from "./token-kind.ts";

export function createUnicodeReader(language: string): PassageReader {
  const words = new Intl.Segmenter(language, { granularity: "word" });
  const sentences = new Intl.Segmenter(language, { granularity: "sentence" });
  const isAbbreviation = createAbbreviationTest(language);
  const read = (text: string, breaks: readonly number[]): ReadPassage => {
    const tokens = readTokens(words, text);
    const ends = readSentenceEnds(sentences, text);
    const isLast = (index: number): boolean => isSentenceEnd({ tokens, text, index }, ends) && !isAbbreviation(text.slice(Math.max(0, (tokens[index]?.end ?? 0) - MAX_LOOK_BACK), tokens[index]?.end));
    return { tokens, sentences: toSentences(tokens, breaks, isLast), entities: [] };
  };
  return { name: UNICODE_RULES, read };
}

function readTokens(segmenter: Intl.Segmenter, text: string): ReadToken[] {
  const tokens: ReadToken[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    if (segment.trim() !== "") tokens.push({ start: index, end: index + segment.length, kind: toTokenKind(segment) });
  }
  return tokens;
}

/** Places behind the white space that follows a sentence. */
function readSentenceEnds(segmenter: Intl.Segmenter, text: string): ReadonlySet<number> {
  return new Set(Array.from(segmenter.segment(text), ({ segment, index }) => index + segment.length));
}

interface TokenAt {
  readonly tokens: readonly ReadToken[];
  readonly text: string;
  readonly index: number;
}

/** A line end alone ends no sentence: texts are wrapped. */
function isSentenceEnd({ tokens, text, index }: TokenAt, ends: ReadonlySet<number>): boolean {
  const [token, following] = [tokens[index], tokens[index + 1]];
  if (token === undefined || following === undefined || !ends.has(following.start)) return false;
  return /[\p{P}\p{S}]$/u.test(text.slice(token.start, token.end));
}

const MAX_LOOK_BACK = 24;
/** German writes ordinals so: `am 3. Mai`. */
const ORDINAL_LANGUAGES: ReadonlySet<string> = new Set(["de", "da", "no", "fi", "cs", "sk", "pl", "hu", "hr", "sl", "sr", "et", "lv", "is", "tr"]);

/** Of the text before and with a full stop: does it end in an abbreviation, an initial, or an ordinal number? */
function createAbbreviationTest(language: string): (text: string) => boolean {
  const known = ABBREVIATIONS[language] ?? new Set<string>();
  const hasOrdinals = ORDINAL_LANGUAGES.has(language);
  return (text) => {
    const [, word] = /(?:^|[\s(„«"'’])([^\s(„«"'’]{1,12})\.$/u.exec(text) ?? [];
    if (word === undefined) return false;
    return known.has(word.toLowerCase()) || /^(?:\p{L}\.)*\p{Lu}$/u.test(word) || (hasOrdinals && /^\d{1,2}$/.test(word));
  };
}
