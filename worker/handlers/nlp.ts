/**
 * Handler `nlp`: what a text is about, without asking anybody: its language, sentences, entities, keywords, and which of the
 * user's labels it deserves. The analysis is `<id>.nlp.json`; a summary of it rides in the outcome. Both are described in
 * `contract/handlers/nlp-result.ts`. It has no primary output: the next stage reads the text that this one has read.
 */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { NlpOptions } from "../../contract/handlers/nlp-options.ts";
import { MAX_RESULT_KEYWORDS, type NlpAnalysis, type NlpResult, TEXT_CUT } from "../../contract/handlers/nlp-result.ts";
import { PermanentError } from "../errors.ts";
import type { Handler, HandlerResult, HandlerTask } from "./handler.ts";
import { analyse } from "./nlp/analyse.ts";
import { type DocumentText, readDocument } from "./nlp/read-document.ts";
import { renderAnalysis } from "./nlp/render-analysis.ts";

type Task = HandlerTask<NlpOptions>;

const OUTPUT = { file: "analysis.json", suffix: ".nlp.json" } as const;

export function createNlpHandler(): Handler<NlpOptions> {
  return { name: "nlp", needsInput: true, run };
}

async function run(task: Task): Promise<HandlerResult> {
  const { options, signal } = task;
  const document = await read(task);
  const { analysis, engine } = await analyse(document, options, signal);
  await pipeline(Readable.from(renderAnalysis(analysis)), createWriteStream(join(await task.outputFolder(), OUTPUT.file)), { signal });
  return { outcome: "Succeeded", outputs: [OUTPUT], result: toResult(analysis, document.isCut), engine };
}

async function read({ input, options: { maxCharacters, longText }, signal }: Task): Promise<DocumentText> {
  if (input === undefined) throw new PermanentError("NotFound", "the document has no address; nlp needs a text to read");
  if (input.bytes === 0) throw new PermanentError("Empty", "the file has no bytes");
  const document = await readDocument(input.path, { maxCharacters, signal });
  if (!document.isCut || longText === "cut") return document;
  throw new PermanentError("TooLarge", `the text has ${document.characters} characters, more than \`maxCharacters\`: ${maxCharacters}; raise it, or set \`longText: cut\``);
}

function toResult({ text, language, statistics, keywords, classification, entityKinds, entityCounts }: NlpAnalysis, isCut: boolean): NlpResult {
  return {
    language: language.code,
    languageConfidence: language.confidence,
    characters: text.characters,
    pages: text.pages,
    ...(statistics === undefined ? {} : { words: statistics.words, sentences: statistics.sentences }),
    ...(keywords === undefined ? {} : { keywords: keywords.slice(0, MAX_RESULT_KEYWORDS).map(({ term }) => term.slice(0, MAX_KEYWORD_CHARACTERS)) }),
    ...(classification === undefined ? {} : { label: classification.label, labelScore: classification.scores[0]?.score ?? 0 }),
    ...(entityCounts === undefined ? {} : { entities: entityCounts }),
    ...(entityKinds === undefined || entityKinds.notInThisLanguage.length === 0 ? {} : { entityKindsNotInThisLanguage: entityKinds.notInThisLanguage }),
    ...(isCut ? { warnings: [TEXT_CUT] } : {}),
  };
}

/** In the result; the analysis has all of it. */
const MAX_KEYWORD_CHARACTERS = 80;
