/** Counts of a text, and what they say of it. */
import type { NlpStatistics } from "../../../contract/handlers/nlp-result.ts";
import { ENGLISH } from "./entities/find-entities.ts";
import { countSyllables } from "./count-syllables.ts";
import type { Word } from "./words.ts";

/** A text of fewer has no ease that could be told. */
const LEAST_WORDS_FOR_EASE = 20;

/** State: what has been counted so far. */
export class StatisticsTally {
  readonly #isEnglish: boolean;
  readonly #types = new Set<string>();
  #words = 0;
  #sentences = 0;
  #syllables = 0;

  constructor(language: string) {
    this.#isEnglish = language === ENGLISH;
  }

  add(words: readonly Word[], sentences: number): void {
    this.#words += words.length;
    this.#sentences += sentences;
    for (const { normal } of words) {
      this.#types.add(normal);
      if (this.#isEnglish) this.#syllables += countSyllables(normal);
    }
  }

  statistics(characters: number): NlpStatistics {
    const ease = this.#readingEase();
    return {
      characters,
      words: this.#words,
      sentences: this.#sentences,
      meanSentenceLength: round(this.#words / Math.max(1, this.#sentences), 10),
      typeTokenRatio: round(this.#types.size / Math.max(1, this.#words), 1000),
      ...(ease === undefined ? {} : { readingEase: ease }),
    };
  }

  /** Flesch, 1948. */
  #readingEase(): number | undefined {
    if (!this.#isEnglish || this.#words < LEAST_WORDS_FOR_EASE || this.#sentences === 0) return undefined;
    return round(206.835 - 1.015 * (this.#words / this.#sentences) - 84.6 * (this.#syllables / this.#words), 10);
  }
}

function round(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
