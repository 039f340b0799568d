/** The analysis of a text: everything that is asked for, in one way through it. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { NlpFeature, NlpOptions } from "../../../contract/handlers/nlp-options.ts";
import type { NlpAnalysis } from "../../../contract/handlers/nlp-result.ts";
import { createEnglishReader } from "./english-reader.ts";
import { DETECTOR } from "./engine-names.ts";
import { ENGLISH } from "./entities/find-entities.ts";
import { detectLanguage } from "./language-detector.ts";
import { splitPassages } from "./passages.ts";
import type { PassageReader } from "./passage-reader.ts";
import { countCharacters, type DocumentText } from "./read-document.ts";
import { TextTally } from "./text-tally.ts";
import { createUnicodeReader } from "./unicode-reader.ts";

export interface Analysed {
  readonly analysis: NlpAnalysis;
  /** What has read the text. */
  readonly engine: string;
}

/** Gives way between passages, so that a signal is heard. */
export async function analyse(document: DocumentText, options: NlpOptions, signal: AbortSignal): Promise<Analysed> {
  const { text } = document;
  const guess = await detectLanguage(text, options.languages);
  const reader = await createReader(guess.code);
  const tally = new TextTally({ text, language: guess.code, options });
  for (const passage of splitPassages(text)) {
    signal.throwIfAborted();
    tally.add(passage, reader);
    await nextTurn();
  }
  const analysedCharacters = document.isCut ? countCharacters(text) : document.characters;
  const { code, confidence, candidates } = guess;
  const has = (feature: NlpFeature): boolean => options.features.includes(feature);
  return {
    engine: `${reader.name}, ${DETECTOR}`,
    analysis: {
      version: 1,
      text: { encoding: document.encoding, characters: document.characters, analysedCharacters, pages: tally.pages },
      language: { code, confidence, ...(has("language") ? { candidates: [...candidates] } : {}) },
      ...tally.findings(analysedCharacters),
    },
  };
}

async function createReader(language: string): Promise<PassageReader> {
  return language === ENGLISH ? createEnglishReader() : createUnicodeReader(language);
}
