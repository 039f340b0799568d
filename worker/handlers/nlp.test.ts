/**
 * What comes out for each option is compared byte by byte with the files in `test/corpus/golden/nlp`. To write them anew after a
 * change that is meant: `UPDATE_GOLDEN=1 npx vitest run --project unit worker/handlers/nlp.test.ts`; then read what has changed.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeOptions } from "../../contract/handlers/handler-options.ts";
import { type NlpAnalysis, nlpAnalysis, type NlpResult, nlpResult } from "../../contract/handlers/nlp-result.ts";
import type { NlpOptions } from "../../contract/handlers/nlp-options.ts";
import type { HandlerResult } from "./handler.ts";
import { createNlpHandler } from "./nlp.ts";
import { expectGoldenText } from "./testing/golden.ts";
import { makeFolder, makeTask } from "./testing/make-task.ts";

const TEXTS = join(import.meta.dirname, "..", "..", "test", "corpus", "text");
const handler = createNlpHandler();

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

function optionsOf(options: object): NlpOptions {
  const judged = judgeOptions("nlp", options);
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.options;
}

async function run(content: Uint8Array | string, options: object = {}, signal?: AbortSignal): Promise<HandlerResult> {
  const inputPath = join(folder, "input");
  await writeFile(inputPath, content);
  return handler.run(await makeTask({ folder, inputPath, options: optionsOf(options), ...(signal === undefined ? {} : { signal }) }));
}

const written = (): Promise<string> => readFile(join(folder, "output", "analysis.json"), "utf8");

interface Found {
  readonly analysis: NlpAnalysis;
  readonly result: NlpResult;
}

/** Both are held to their schemas, which know every field. */
async function analyse(content: Uint8Array | string, options: object = {}): Promise<Found> {
  const end = await run(content, options);
  if (end.outcome !== "Succeeded") throw new Error(end.outcome);
  const result = nlpResult.strict().parse(end.result);
  return { analysis: nlpAnalysis.strict().parse(JSON.parse(await written())), result };
}

const text = (file: string): Promise<string> => readFile(join(TEXTS, file), "utf8");

const INVOICE = "en/invoice-joinery.txt";
const LABELS = [
  { label: "minutes", terms: ["minutes of", "present", { term: "meeting closed", weight: 2 }] },
  { label: "invoice", terms: ["invoice", "total due", { term: "vat", weight: 2 }, "pay*"] },
  { label: "letter", terms: ["dear", "yours sincerely"] },
];

/** One file for each option, and for what it does not say by itself. */
const GOLDEN: Readonly<Record<string, readonly [string, object]>> = {
  defaults: [INVOICE, {}],
  "features.language": ["en/ocr-noise-receipt.txt", { features: ["language"] }],
  "features.statistics": ["en/long-history.txt", { features: ["statistics"] }],
  "features.sentences": ["en/ocr-noise-letter.txt", { features: ["sentences"] }],
  "features.tokens": ["en/email-meeting-short.txt", { features: ["tokens"] }],
  "features.entities": ["en/email-delivery.txt", { features: ["entities"] }],
  "features.keywords": ["en/long-history.txt", { features: ["keywords"] }],
  "features.classification": [INVOICE, { features: ["classification"], labels: LABELS }],
  languages: ["es/aviso-corto.txt", { features: ["language"], languages: ["pt", "it", "es"] }],
  entityKinds: [INVOICE, { features: ["entities"], entityKinds: ["IBAN", "MONEY", "DATE"] }],
  maxKeywords: ["en/report-moss-survey.txt", { features: ["keywords"], maxKeywords: 3 }],
  minScore: [INVOICE, { features: ["classification"], labels: LABELS, minScore: 50 }],
  "maxCharacters.longText.cut": ["en/long-history.txt", { features: ["statistics", "sentences"], maxCharacters: 300, longText: "cut" }],
  "german.defaults": ["de/rechnung-tischlerei.txt", { labels: [{ label: "Rechnung", terms: ["rechnung*", "mehrwertsteuer"] }] }],
  "german.tokens": ["de/kurz-hinweis.txt", { features: ["tokens", "sentences"] }],
  "french.defaults": ["fr/facture-menuiserie.txt", {}],
  "spanish.defaults": ["es/informe-laguna.txt", {}],
  "italian.defaults": ["it/verbale-assemblea.txt", {}],
};

describe("the analysis is, byte for byte,", () => {
  test.each(Object.entries(GOLDEN))("that of the golden file: %s", async (name, [file, options]) => {
    const { result } = await analyse(await text(file), options);
    await expectGoldenText(`nlp/${name}.nlp.json`, await written());
    await expectGoldenText(`nlp/${name}.result.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  });

  test("the same when it is made again", async () => {
    const content = await text("en/long-history.txt");
    await run(content);
    const first = await written();
    await run("Something else entirely, with zyxwv words.");
    await run(content);
    expect(await written()).toBe(first);
  });
});

test("a long text can be refused, and the message says how it is taken", async () => {
  await expect(run("Far too long a text.", { maxCharacters: 5, longText: "reject" })).rejects.toMatchObject({
    reason: "TooLarge",
    message: "the text has 20 characters, more than `maxCharacters`: 5; raise it, or set `longText: cut`",
  });
});

test("a long text is cut at a character, never inside one, and the result says so", async () => {
  const { analysis, result } = await analyse("🎉🎉🎉🎉", { maxCharacters: 3, features: ["tokens", "entities"] });
  expect(analysis.text).toMatchObject({ characters: 4, analysedCharacters: 3 });
  expect(analysis.entities?.map(({ start, end }) => [start, end])).toEqual([[0, 1], [1, 2], [2, 3]]);
  expect(result).toMatchObject({ characters: 4, warnings: ["TextCut"], entities: { EMOJI: 3 } });
});

test("places count characters as Unicode does, and tell the page", async () => {
  const content = "🎉 Page one.\fWrite to 𝒂 a@b.example\f\f";
  const { analysis } = await analyse(content, { languages: ["en"], features: ["entities", "sentences"] });
  const characters = [...content];
  const email = analysis.entities?.find(({ kind }) => kind === "EMAIL");
  expect(email).toMatchObject({ text: "a@b.example", page: 2 });
  expect(characters.slice(email?.start, email?.end).join("")).toBe("a@b.example");
  expect(analysis.sentences?.map(({ text: sentence, page }) => [sentence, page])).toEqual([["🎉 Page one.", 1], ["Write to 𝒂 a@b.example", 2]]);
  expect(analysis.text.pages).toBe(4);
});

test("what is not looked for in a language is said", async () => {
  const german = await analyse("Die Rechnung vom 3. Mai über 640,00 EUR ist noch offen, bitte zahlen Sie bald.");
  expect(german.result).toMatchObject({ language: "de", entities: { MONEY: 1 }, entityKindsNotInThisLanguage: ["DATE", "TIME", "DURATION", "ORDINAL", "CARDINAL"] });
  const english = await analyse("The invoice of 3 May over EUR 640.00 is still open; please pay it soon.");
  expect(english.result.entityKindsNotInThisLanguage).toBeUndefined();
  expect(english.analysis.entityKinds?.notInThisLanguage).toEqual([]);
});

test("the user's label is given where it scores enough, and none where it does not", async () => {
  const content = "Please pay the invoice.";
  expect((await analyse(content, { labels: LABELS })).result).toMatchObject({ label: "invoice", labelScore: 2 });
  expect((await analyse(content, { labels: LABELS, minScore: 3 })).result).toMatchObject({ label: null, labelScore: 2 });
  expect((await analyse("Nothing of it.", { labels: LABELS, minScore: 0 })).result).toMatchObject({ label: null, labelScore: 0 });
  expect((await analyse(content)).result.label).toBeUndefined();
});

test("blank pages are a text in which nothing is found", async () => {
  for (const blank of ["\f\f", "\n", "\ufeff", " \n \n"]) {
    const { result } = await analyse(blank);
    expect(result).toMatchObject({ language: "und", words: 0, sentences: 0, keywords: [], entities: {} });
  }
});

describe("encodings", () => {
  const sentence = "Grüße aus dem schönen Städtchen an der Mündung der Flüsse.";
  const utf16be = Buffer.from(`\ufeff${sentence}`, "utf16le").swap16();
  test.each([
    ["UTF-8", Buffer.from(sentence), "utf-8"],
    ["UTF-8 with its mark", Buffer.from(`\ufeff${sentence}`), "utf-8"],
    ["UTF-16, little end first", Buffer.from(`\ufeff${sentence}`, "utf16le"), "utf-16le"],
    ["UTF-16, big end first", utf16be, "utf-16be"],
  ])("%s is read, and its mark is no character", async (_, bytes, encoding) => {
    const { analysis } = await analyse(bytes, { features: ["sentences"] });
    expect(analysis).toMatchObject({ text: { encoding, characters: sentence.length }, language: { code: "de" }, sentences: [{ start: 0, text: sentence }] });
  });

  test("a character may lie across two reads of the file", async () => {
    const { result } = await analyse(`${"a".repeat(256 * 1024 - 2)}🎉 ende`, { features: ["language"], maxCharacters: 10 });
    expect(result.characters).toBe(256 * 1024 + 4);
  });

  test.each([
    ["Latin-1", Buffer.from("Viele Gr\u00fc\u00dfe", "latin1"), "the text is no UTF-8 at byte 8"],
    ["a character cut off by the end", Buffer.from("Grüße").subarray(0, 3), "the text is no UTF-8 at byte 2"],
    ["broken far inside", Buffer.concat([Buffer.from("ä".repeat(200_000)), Buffer.from([0xff])]), "the text is no UTF-8 at byte 400000"],
    ["UTF-16 with half a character", Buffer.from(`\ufeff${sentence}`, "utf16le").subarray(0, -1), "the text is no UTF-16LE, from byte"],
  ])("%s is Corrupt, with the place and what to do", async (_, bytes, message) => {
    await expect(run(bytes)).rejects.toMatchObject({ name: "PermanentError", reason: "Corrupt", message: expect.stringContaining(message) });
    await expect(run(bytes)).rejects.toThrow("convert it to UTF-8");
  });
});

test.each([
  ["no bytes", Buffer.alloc(0), "Empty"],
  ["a PDF", Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n"), "UnsupportedType"],
  ["a PNG", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "UnsupportedType"],
  ["bytes of no kind", Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)), "UnsupportedType"],
])("%s: %s", async (_, bytes, reason) => {
  await expect(run(bytes)).rejects.toMatchObject({ name: "PermanentError", reason });
});

test("a document without an address has nothing to read", async () => {
  await expect(handler.run(await makeTask({ folder, options: optionsOf({}) }))).rejects.toMatchObject({ reason: "NotFound" });
});

test("an analysis under way ends when it is told to", async () => {
  const controller = new AbortController();
  const running = run("It goes on and on. ".repeat(50_000), {}, controller.signal);
  const started = performance.now();
  setTimeout(() => controller.abort(new Error("stop")), 50);
  await expect(running).rejects.toThrow(/stop|aborted/);
  expect(performance.now() - started).toBeLessThan(10_000);
});

describe("hostile texts end in a result, in bounded time", () => {
  const HALF_MIB = 512 * 1024;
  test.each([
    ["one word of 10 MB", "a".repeat(10_000_000)],
    ["a million line ends", "\n".repeat(1_000_000)],
    ["emoji alone", "🎉".repeat(HALF_MIB / 4)],
    ["characters without width", "\u200b".repeat(HALF_MIB)],
    ["one letter with accents without end", `a${"\u0301".repeat(HALF_MIB)}`],
    ["text from right to left, with marks that turn it", "هذا نص \u202e طويل \u202c جدا ".repeat(10_000)],
    ["pages of one letter", "a\f".repeat(50_000)],
    ["paragraphs of one letter", "a\n\n".repeat(50_000)],
    ["brackets", "(".repeat(HALF_MIB)],
    ["names of what every object has", "constructor __proto__ toString hasOwnProperty ".repeat(2000)],
  ])("%s", { timeout: 60_000 }, async (_, content) => {
    const { result } = await analyse(content, { features: ["language", "statistics", "sentences", "tokens", "entities", "keywords", "classification"], labels: LABELS, maxCharacters: 200_000 });
    expect(JSON.stringify(result).length).toBeLessThan(4096);
  });

  test("50 MB of text are read to the end, and analysed as far as is asked", { timeout: 60_000 }, async () => {
    const { result } = await analyse((await text("en/long-history.txt")).repeat(15_500), { maxCharacters: 100_000 });
    expect(result).toMatchObject({ language: "en", warnings: ["TextCut"] });
    expect(result.characters).toBeGreaterThan(50_000_000);
    expect(result.words).toBeLessThan(25_000);
  });
});
