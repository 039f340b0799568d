/** Reads English with a model of the language: sentences, tokens with their parts of speech, numbers in words. */
import { ENGLISH_MODEL } from "./engine-names.ts";
import { toEnglishEntity } from "./entities/english-entities.ts";
import type { FoundEntity, PassageReader, ReadPassage, ReadToken, Span } from "./passage-reader.ts";
import { toSentences } from "./sentences.ts";
import { toTokenKind } from "./token-kind.ts";

/** As much of wink-nlp as is used: its own types cannot be told of a function that is a module. */
interface Wink {
  readonly readDoc: (text: string) => WinkDocument;
  readonly its: { readonly pos: Its<string>; readonly lemma: Its<string>; readonly span: Its<[number, number]>; readonly type: Its<string> };
}
interface Its<Value> {
  readonly value?: Value;
}
interface WinkDocument {
  readonly tokens: () => WinkItems;
  readonly sentences: () => WinkItems;
  readonly entities: () => WinkItems;
}
interface WinkItems {
  readonly out: { (): string[]; <Value>(its: Its<Value>): Value[] };
}

/** The model remembers every word that it has not known: it is made anew after so many characters. */
const MAX_CHARACTERS_OF_A_MODEL = 4_000_000;

let makeModel: Promise<() => Wink> | undefined;
let model: Wink | undefined;
let charactersRead = 0;

/** Loads the model at the first call in a process, which takes about a second. */
export async function createEnglishReader(): Promise<PassageReader> {
  makeModel ??= loadModel();
  const make = await makeModel;
  const read = (text: string, breaks: readonly number[]): ReadPassage => {
    if (charactersRead > MAX_CHARACTERS_OF_A_MODEL) [model, charactersRead] = [undefined, 0];
    charactersRead += text.length;
    model ??= make();
    return readPassage(model, text, breaks);
  };
  return { name: ENGLISH_MODEL, read };
}

async function loadModel(): Promise<() => Wink> {
  const [wink, english] = await Promise.all([import("wink-nlp"), import("wink-eng-lite-web-model")]);
  const create = wink.default as unknown as (model: unknown, pipe: readonly string[]) => Wink;
  return () => create(english.default, ["sbd", "ner", "pos"]);
}

function readPassage(wink: Wink, text: string, breaks: readonly number[]): ReadPassage {
  const masked = maskForModel(text);
  const document = wink.readDoc(masked);
  const places = placeTokens(masked, document.tokens().out());
  const pos = document.tokens().out(wink.its.pos);
  const lemmas = document.tokens().out(wink.its.lemma);
  const read = places.flatMap((place, index) => (place === undefined ? [] : [{ ...place, kind: kindOf(text, place), pos: pos[index] ?? "X", lemma: lemmas[index] ?? "" }]));
  const tokens = fillGaps(text, read);
  const ends = new Set(document.sentences().out(wink.its.span).map(([, last]) => places[last]?.end ?? places[last - 1]?.end));
  return { tokens, sentences: toSentences(tokens, breaks, (index) => ends.has(tokens[index]?.end)), entities: readEntities(wink, { text, document, places }) };
}

function kindOf(text: string, { start, end }: Span): ReadToken["kind"] {
  return toTokenKind(text.slice(start, end));
}

interface PlacedDocument {
  readonly text: string;
  readonly document: WinkDocument;
  readonly places: readonly (Span | undefined)[];
}

function readEntities(wink: Wink, { text, document, places }: PlacedDocument): FoundEntity[] {
  const types = document.entities().out(wink.its.type);
  return document.entities().out(wink.its.span).flatMap(([first, last], index) => {
    const [from, to] = [places[first], places[last]];
    if (from === undefined || to === undefined) return [];
    const span = { start: from.start, end: to.end };
    const isTorn = /\n[^\S\n]*\n|\f/.test(text.slice(span.start, span.end));
    return isTorn ? [] : (toEnglishEntity(text, span, types[index] ?? "") ?? []);
  });
}

/** Words of this length are none; the model takes quadratic time for them. */
const LONG_RUN = /\S{128,}/gu;

/** Of the same length, so that places stay. To the model a form feed is a letter. */
function maskForModel(text: string): string {
  return text.replaceAll(LONG_RUN, (run) => " ".repeat(run.length)).replaceAll(/[\f\v]/g, "\n");
}

/** The model gives tokens without their places. Undefined for one that does not stand in the text. */
function placeTokens(text: string, values: readonly string[]): (Span | undefined)[] {
  let from = 0;
  return values.map((value) => {
    if (value.trim() === "") return undefined;
    const start = text.indexOf(value, from);
    if (start === -1) return undefined;
    from = start + value.length;
    return { start, end: from };
  });
}

/** What the model has not seen becomes tokens as well. */
function fillGaps(text: string, read: readonly ReadToken[]): ReadToken[] {
  const tokens: ReadToken[] = [];
  let from = 0;
  for (const token of [...read, { start: text.length, end: text.length }]) {
    for (const { 0: run, index } of text.slice(from, token.start).matchAll(/\S+/gu)) tokens.push({ start: from + index, end: from + index + run.length, kind: kindOfRun(run) });
    if ("kind" in token) tokens.push(token);
    from = token.end;
  }
  return tokens;
}

function kindOfRun(run: string): ReadToken["kind"] {
  const kind = toTokenKind(run);
  return kind === "word" || kind === "number" ? "other" : kind;
}
