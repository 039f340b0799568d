/**
 * How tries end in the made ledger, by chance from a seed: mostly well, a few in every other way that a worker knows.
 *
 * Outputs are told at the last stage only. Workers name the files of earlier stages too, but those are more bytes to parse
 * for the same fold, and would flatter the rate next to JSON.parse.
 */
import type { Reason } from "../../../contract/reasons.ts";
import type { ItemDocument } from "../../../contract/wire/item.ts";
import type { DocumentOutcome, OutputFile } from "../../../contract/wire/outcome.ts";
import type { Random } from "../../model/random.ts";
import { type FinalEnding, toOutcome } from "../../../worker/slot/to-outcome.ts";

/** Where documents are split into parts: the middle one reads pages. */
const SPLIT_STAGE = 1;
const PARTS = 4;
const PAGES_PER_PART = 50;

/** Percent of first tries; with the tries that are given back or lost about five in a hundred are tried again. */
const FAILED = 3.7;
const FAILED_AGAIN = 12;
const REJECTED = 0.6;
const SKIPPED = 0.5;
const SPLIT = 0.2;

const RETRIED: readonly (readonly [Reason, string])[] = [
  ["HandlerError", "recognition failed on page 3: the engine answered with exit code 1"],
  ["HandlerError", "cannot read the answer of the language model: unexpected end of input"],
  ["HandlerCrashed", "the process of the handler ended with signal SIGSEGV"],
  ["Timeout", "the document took longer than 600 s"],
  ["OutOfMemory", "the process took 812 MiB; its share is 768 MiB"],
];
const NEVER_RETRIED: readonly (readonly [Reason, string])[] = [
  ["Corrupt", "the cross-reference table points behind the end of the file"],
  ["Encrypted", "the file asks for a password"],
  ["UnsupportedType", "the content is application/vnd.ms-outlook"],
  ["TooManyPages", "the file has 24117 pages; the limit is 20000"],
];

export interface EndedTry {
  readonly document: ItemDocument;
  readonly stage: number;
  readonly isLastStage: boolean;
}

export function endTry(ended: EndedTry, random: Random): DocumentOutcome {
  const { document, stage, isLastStage } = ended;
  const ending = drawEnding(ended, random);
  const outputs = ending.ending === "Succeeded" && isLastStage ? [makeOutput(document.index, random)] : [];
  return toOutcome(ending, { document, stage, millis: 40 + random.below(6000), outputs });
}

function drawEnding({ document, stage, isLastStage }: EndedTry, random: Random): FinalEnding {
  const input = { bytes: 20_000 + random.below(4_000_000), sha256: makeSha256(random) };
  const dice = random.below(10_000) / 100;
  const failed = document.try > 1 || document.part !== undefined ? FAILED_AGAIN : FAILED;
  if (dice < failed) return { ending: "Failed", ...drawReason(RETRIED, random), input };
  if (dice < failed + REJECTED) return { ending: "Rejected", ...drawReason(NEVER_RETRIED, random), input };
  if (dice < failed + REJECTED + SKIPPED) return { ending: "Skipped", message: "the document has no pages with text", input };
  const mayBeSplit = stage === SPLIT_STAGE && document.part === undefined;
  if (mayBeSplit && dice > 100 - SPLIT) return { ending: "Split", parts: PARTS, pagesPerPart: PAGES_PER_PART, pages: PARTS * PAGES_PER_PART, input };
  const result = isLastStage ? { result: { language: "en", sentences: random.below(400), words: random.below(9000), entities: random.below(120) } } : undefined;
  return { ending: "Succeeded", files: [], input, engine: ENGINES[stage] ?? "", ...result };
}

const ENGINES = ["sharp 0.34.4", "tesseract 5.3.4 (eng)", "wink-nlp 2.4.0 (wink-eng-lite-web-model 1.8.1)"];

function drawReason(from: typeof RETRIED, random: Random): { reason: Reason; message: string } {
  const [reason, message] = random.pick(from) ?? ["HandlerError", ""];
  return { reason, message };
}

function makeOutput(index: number, random: Random): OutputFile {
  const folder = String(Math.floor(index / 1000)).padStart(4, "0");
  return { name: `archive/${folder}/scan-${String(index).padStart(6, "0")}.pdf.nlp.json`, bytes: 500 + random.below(90_000), sha256: makeSha256(random) };
}

function makeSha256(random: Random): string {
  let text = "";
  for (let word = 0; word < 8; word += 1) text += random.below(0x1_0000_0000).toString(16).padStart(8, "0");
  return text;
}
