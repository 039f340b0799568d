/** Which words of a passage may be keywords. */
import type { Candidate } from "./keyword-tally.ts";
import type { FoundEntity, ReadToken, Span } from "./passage-reader.ts";
import type { Word } from "./words.ts";

export interface PassageWords {
  readonly text: string;
  readonly words: readonly Word[];
  readonly tokens: readonly ReadToken[];
  readonly entities: readonly FoundEntity[];
  readonly isContent: (word: string) => boolean;
}

/** Nouns and names are keywords; adjectives are with a noun. Of other languages than English no more is known than the words. */
export function toCandidates({ text, words, tokens, entities, isContent }: PassageWords): Candidate[] {
  const tokenAt = createLookup(tokens);
  const entityAt = createLookup(entities);
  let endBefore = -1;
  return words.flatMap((word) => {
    const token = tokenAt(word.start);
    if (entityAt(word.start) !== undefined || !isContent(word.normal) || !isNounOrAdjective(token)) return [];
    const isNext = endBefore !== -1 && /^[^\S\f]{1,8}$/.test(text.slice(endBefore, word.start));
    endBefore = word.end;
    const isWhole = token !== undefined && token.end === word.end;
    const key = isWhole && token.lemma !== undefined && token.lemma !== "" ? token.lemma.toLowerCase() : word.normal;
    return [{ key, form: word.normal, isAlone: token?.pos !== "ADJ", isNext }];
  });
}

function isNounOrAdjective(token: ReadToken | undefined): boolean {
  return token?.pos === undefined || token.pos === "NOUN" || token.pos === "PROPN" || token.pos === "ADJ";
}

/** The span that a place lies in. Asked for places in rising order. */
function createLookup<Found extends Span>(spans: readonly Found[]): (place: number) => Found | undefined {
  let index = 0;
  return (place) => {
    while ((spans[index]?.end ?? Infinity) <= place) index += 1;
    const span = spans[index];
    return span !== undefined && span.start <= place ? span : undefined;
  };
}
