/** Paragraphs about a topic, never the same sentence twice in a row of them. */
import type { Random } from "../../make-samples/random.ts";
import { fill, wholeBetween } from "./fill.ts";
import type { Topic } from "./topics.ts";

/** Paragraphs without end: sentences are dealt like cards, and shuffled again when all have been. */
export function* paragraphs(topic: Topic, random: Random): Generator<string, never> {
  let deck: string[] = [];
  for (;;) {
    const sentences: string[] = [];
    const count = wholeBetween(3, 6, random);
    while (sentences.length < count) {
      if (deck.length === 0) deck = shuffle(topic.sentences, random);
      const next = deck.pop();
      if (next !== undefined) sentences.push(toSentence(next, random));
    }
    yield sentences.join(" ");
  }
}

/** One filled sentence of the template, with its first letter large. */
export function toSentence(template: string, random: Random): string {
  const filled = fill(template, random);
  return `${filled.charAt(0).toUpperCase()}${filled.slice(1)}`;
}

export function shuffle<T>(all: readonly T[], random: Random): T[] {
  return all.map((value) => ({ value, key: random() })).toSorted((a, b) => a.key - b.key).map(({ value }) => value);
}
