/** Which words and pairs of words a text uses most. */
import type { NlpKeyword } from "../../../contract/handlers/nlp-result.ts";

/** A word that may be a keyword, in the order of the text. */
export interface Candidate {
  /** Forms of one word have one key. */
  readonly key: string;
  /** As it is told. */
  readonly form: string;
  /** A keyword by itself, and not only in a pair. */
  readonly isAlone: boolean;
  /** It follows the candidate before it, with blanks between them only. */
  readonly isNext: boolean;
}

interface Tallied {
  readonly forms: Map<string, number>;
  readonly first: number;
  count: number;
}

/** New words are no longer taken up from here on: the most used ones have been met long before. */
const MAX_KEYS = 100_000;
const MAX_FORMS = 8;
const LEAST_PAIRS = 2;
/** A pair says more than a word that is used as often. */
const PAIR_WEIGHT = 1.5;

/** State: how often each word and each pair has been met, and where first. */
export class KeywordTally {
  readonly #words = new Map<string, Tallied>();
  readonly #pairs = new Map<string, Tallied & { readonly keys: readonly [string, string] }>();
  #before: Candidate | undefined;
  #met = 0;

  add(candidate: Candidate): void {
    this.#met += 1;
    const before = candidate.isNext ? this.#before : undefined;
    if (candidate.isAlone) this.#addWord(candidate);
    if (before !== undefined && candidate.isAlone && before.key !== candidate.key) this.#addPair(before, candidate);
    this.#before = candidate;
  }

  /** Best first; those with the same score as they stand in the text. */
  ranked(most: number): NlpKeyword[] {
    const pairs = [...this.#pairs.values()].filter(({ count }) => count >= LEAST_PAIRS);
    const words = this.#wordsOutsideOf(pairs);
    const all = [...pairs.map((pair) => ({ ...pair, weight: pair.count * PAIR_WEIGHT })), ...words.map((word) => ({ ...word, weight: word.count }))];
    const best = all.sort((a, b) => b.weight - a.weight || a.first - b.first).slice(0, most);
    const highest = best[0]?.weight ?? 1;
    return best.map(({ forms, count, weight }) => ({ term: mostUsed(forms), count, score: Math.round((1000 * weight) / highest) / 1000 }));
  }

  #addWord({ key, form }: Candidate): void {
    const word = this.#words.get(key) ?? { forms: new Map<string, number>(), first: this.#met, count: 0 };
    if (word.count === 0 && this.#words.size >= MAX_KEYS) return;
    this.#words.set(key, word);
    addForm(word, form);
  }

  #addPair(before: Candidate, { key, form }: Candidate): void {
    const pairKey = `${before.key} ${key}`;
    const pair = this.#pairs.get(pairKey) ?? { forms: new Map<string, number>(), first: this.#met - 1, count: 0, keys: [before.key, key] as const };
    if (pair.count === 0 && this.#pairs.size >= MAX_KEYS) return;
    this.#pairs.set(pairKey, pair);
    addForm(pair, `${before.form} ${form}`);
  }

  /** What is used in pairs alone is told by them. */
  #wordsOutsideOf(pairs: readonly { readonly keys: readonly [string, string]; readonly count: number }[]): Tallied[] {
    const inside = new Map<string, number>();
    for (const { keys, count } of pairs) for (const key of keys) inside.set(key, (inside.get(key) ?? 0) + count);
    return [...this.#words].flatMap(([key, word]) => {
      const count = word.count - (inside.get(key) ?? 0);
      return count > 0 ? [{ ...word, count }] : [];
    });
  }
}

function addForm(tallied: Tallied, form: string): void {
  tallied.count += 1;
  const known = tallied.forms.get(form);
  if (known !== undefined || tallied.forms.size < MAX_FORMS) tallied.forms.set(form, (known ?? 0) + 1);
}

/** Of those that are used as often, the one that came first. */
function mostUsed(forms: ReadonlyMap<string, number>): string {
  let [best, most] = ["", 0];
  for (const [form, count] of forms) if (count > most) [best, most] = [form, count];
  return best;
}
