/** Gathers what is found in the passages of one text. */
import type { NlpFeature, NlpOptions } from "../../../contract/handlers/nlp-options.ts";
import type { EntityKind, NlpAnalysis, NlpEntity, NlpSentence, NlpToken } from "../../../contract/handlers/nlp-result.ts";
import { findEntities, kindsOf } from "./entities/find-entities.ts";
import { toCandidates } from "./keyword-candidates.ts";
import { KeywordTally } from "./keyword-tally.ts";
import { LabelScorer } from "./label-scorer.ts";
import type { FoundEntity, PassageReader, ReadPassage, Span } from "./passage-reader.ts";
import type { Passage } from "./passages.ts";
import { createPlaces, type Place, type Places } from "./places.ts";
import { StatisticsTally } from "./statistics-tally.ts";
import { createContentTest } from "./stop-words.ts";
import { createWordFinder, type Word } from "./words.ts";

export interface Tallying {
  readonly text: string;
  readonly language: string;
  readonly options: NlpOptions;
}

/** More are counted, and not listed. */
const MAX_LISTED_ENTITIES = 50_000;

/** State: what has been found so far, in the order of the text. */
export class TextTally {
  readonly #options: NlpOptions;
  readonly #language: string;
  readonly #places: Places;
  readonly #findWords: (text: string) => Word[];
  readonly #isContent: (word: string) => boolean;
  readonly #kinds: ReturnType<typeof kindsOf>;
  readonly #statistics: StatisticsTally;
  readonly #keywords = new KeywordTally();
  readonly #labels: LabelScorer;
  readonly #counts = new Map<EntityKind, number>();
  readonly #entities: NlpEntity[] = [];
  readonly #sentences: NlpSentence[] = [];
  readonly #tokens: NlpToken[] = [];

  constructor({ text, language, options }: Tallying) {
    this.#options = options;
    this.#language = language;
    this.#places = createPlaces(text);
    this.#findWords = createWordFinder(language);
    this.#isContent = createContentTest(language);
    this.#kinds = kindsOf(language, options.entityKinds);
    this.#statistics = new StatisticsTally(language);
    this.#labels = new LabelScorer(options.labels, language);
  }

  add(passage: Passage, reader: PassageReader): void {
    const read = reader.read(passage.text, passage.breaks);
    const words = this.#findWords(passage.text);
    const entities = findEntities(passage.text, this.#language, read.entities);
    this.#statistics.add(words, read.sentences.length);
    this.#labels.add(words);
    for (const candidate of toCandidates({ text: passage.text, words, tokens: read.tokens, entities, isContent: this.#isContent })) this.#keywords.add(candidate);
    this.#list(passage, read, entities);
  }

  get pages(): number {
    return this.#places.pages;
  }

  findings(characters: number): Omit<NlpAnalysis, "version" | "text" | "language"> {
    const { maxKeywords, labels } = this.#options;
    return {
      ...(this.#has("statistics") ? { statistics: this.#statistics.statistics(characters) } : {}),
      ...(this.#has("keywords") ? { keywords: this.#keywords.ranked(maxKeywords) } : {}),
      ...(this.#has("classification") && labels.length > 0 ? { classification: this.#classification() } : {}),
      ...(this.#has("entities") ? { entityKinds: this.#kinds, entityCounts: this.#entityCounts(), entities: this.#entities } : {}),
      ...(this.#has("sentences") ? { sentences: this.#sentences } : {}),
      ...(this.#has("tokens") ? { tokens: this.#tokens } : {}),
    };
  }

  #has(feature: NlpFeature): boolean {
    return this.#options.features.includes(feature);
  }

  #classification(): NonNullable<NlpAnalysis["classification"]> {
    const { minScore } = this.#options;
    const scores = this.#labels.scores();
    const [best] = scores;
    const isEnough = best !== undefined && best.score >= minScore && best.score > 0;
    return { label: isEnough ? best.label : null, minScore, scores };
  }

  #entityCounts(): Partial<Record<EntityKind, number>> {
    return Object.fromEntries(this.#kinds.found.flatMap((kind) => (this.#counts.has(kind) ? [[kind, this.#counts.get(kind)]] : [])));
  }

  #list(passage: Passage, { sentences, tokens }: ReadPassage, entities: readonly FoundEntity[]): void {
    if (this.#has("entities")) for (const entity of entities) this.#listEntity(passage, entity);
    if (this.#has("sentences")) for (const span of sentences) this.#sentences.push({ ...this.#placeOf(passage, span), text: textOf(passage, span) });
    if (!this.#has("tokens")) return;
    for (const { kind, pos, lemma, ...span } of tokens) {
      const { start, end } = this.#placeOf(passage, span);
      this.#tokens.push({ text: passage.text.slice(span.start, span.end), kind, start, end, ...(pos === undefined ? {} : { pos }), ...(lemma === undefined ? {} : { lemma }) });
    }
  }

  #listEntity(passage: Passage, { kind, ...span }: FoundEntity): void {
    if (!this.#kinds.found.includes(kind)) return;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (this.#entities.length < MAX_LISTED_ENTITIES) this.#entities.push({ kind, text: textOf(passage, span), ...this.#placeOf(passage, span) });
  }

  #placeOf(passage: Passage, { start, end }: Span): Place {
    return this.#places.of({ start: passage.start + start, end: passage.start + end });
  }
}

/** On one line. */
function textOf({ text }: Passage, { start, end }: Span): string {
  return text.slice(start, end).replaceAll(/\s+/gu, " ");
}
