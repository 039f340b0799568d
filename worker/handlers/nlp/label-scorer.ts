/** How much speaks for each of the user's labels: which of its terms a text has, and how often. */
import type { NlpLabel } from "../../../contract/handlers/nlp-options.ts";
import type { NlpLabelScore } from "../../../contract/handlers/nlp-result.ts";
import { createWordFinder, type Word } from "./words.ts";

interface Pattern {
  /** `isPrefix`: any word that begins so. */
  readonly words: readonly { readonly normal: string; readonly isPrefix: boolean }[];
  count: number;
}

/** State: how often each term has been met. */
export class LabelScorer {
  readonly #labels: readonly NlpLabel[];
  /** In the order of labels and their terms. */
  readonly #patterns: readonly Pattern[];
  readonly #byFirstWord = new Map<string, Pattern[]>();
  /** Of first words that are prefixes. */
  readonly #prefixLengths: readonly number[];

  constructor(labels: readonly NlpLabel[], language: string) {
    this.#labels = labels;
    const findWords = createWordFinder(language);
    this.#patterns = labels.flatMap(({ terms }) => terms.map(({ term }) => toPattern(term, findWords)));
    for (const pattern of this.#patterns) this.#register(pattern);
    const prefixes = this.#patterns.flatMap(({ words }) => (words[0]?.isPrefix === true ? [words[0].normal.length] : []));
    this.#prefixLengths = [...new Set(prefixes)];
  }

  add(words: readonly Word[]): void {
    for (const [index, { normal }] of words.entries()) {
      for (const pattern of this.#startingWith(normal)) if (isAt(pattern, words, index)) pattern.count += 1;
    }
  }

  /** Highest first; those with the same score in the order of the options. */
  scores(): NlpLabelScore[] {
    let next = 0;
    const scores = this.#labels.map(({ label, terms }) => {
      const found = terms.map(({ term, weight }) => toTermScore(term, weight, this.#patterns[next++]?.count ?? 0)).filter(({ count }) => count > 0);
      return { label, score: round(found.reduce((sum, { score }) => sum + score, 0)), terms: found };
    });
    return scores.sort((a, b) => b.score - a.score);
  }

  #startingWith(word: string): readonly Pattern[] {
    const prefixes = this.#prefixLengths.filter((length) => length <= word.length).map((length) => `${word.slice(0, length)}*`);
    return [word, ...prefixes].flatMap((key) => this.#byFirstWord.get(key) ?? []);
  }

  #register(pattern: Pattern): void {
    const [first] = pattern.words;
    if (first === undefined) return;
    const key = first.isPrefix ? `${first.normal}*` : first.normal;
    this.#byFirstWord.set(key, [...(this.#byFirstWord.get(key) ?? []), pattern]);
  }
}

/** A term that stands there often says more than once, but not as many times more: each doubling adds its weight. */
function toTermScore(term: string, weight: number, count: number): NlpLabelScore["terms"][number] {
  return { term, weight, count, score: count === 0 ? 0 : round(weight * (1 + Math.log2(count))) };
}

function toPattern(term: string, findWords: (text: string) => Word[]): Pattern {
  const words = term.split(" ").flatMap((word) => {
    const isPrefix = word.endsWith("*");
    const found = findWords(isPrefix ? word.slice(0, -1) : word);
    return found.map(({ normal }, index) => ({ normal, isPrefix: isPrefix && index === found.length - 1 }));
  });
  return { words, count: 0 };
}

function isAt({ words }: Pattern, text: readonly Word[], index: number): boolean {
  return words.every(({ normal, isPrefix }, offset) => {
    const word = text[index + offset]?.normal;
    return word !== undefined && (isPrefix ? word.startsWith(normal) : word === normal);
  });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
