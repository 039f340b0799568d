/**
 * What each option of the `ocr` handler makes, as files under test/corpus/golden/ocr: UPDATE_GOLDEN=1 writes them anew. Both
 * engines read the same words off clear print; how sure they are, and how long they took, is not compared.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { type OcrOptions, ocrOptions } from "../../contract/handlers/ocr-options.ts";
import { ocrResult } from "../../contract/handlers/ocr-result.ts";
import { PermanentError, RetryableError } from "../../worker/errors.ts";
import type { HandlerResult } from "../../worker/handlers/handler.ts";
import { createOcrHandler } from "../../worker/handlers/ocr.ts";
import { expectGoldenJson } from "../../worker/handlers/testing/golden.ts";
import { makePdf, makeScan } from "../../worker/handlers/testing/make-documents.ts";
import { makeFolder, makeTask } from "../../worker/handlers/testing/make-task.ts";

const LINES = ["Invoice 4711 from Kiel harbour", "dated the third of May", "for seventeen barrels of tar", "and two of pitch as agreed", "with the master of the ship"];
const READ_TIMEOUT_MS = 60_000;

const handler = createOcrHandler();
let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());
afterAll(() => handler.close?.());

type Make = () => Promise<Uint8Array>;

const scan: Make = async () => (await makeScan(folder, LINES)).png().toBuffer();
const turned = (degrees: number): Make => async () => sharp(await scan()).rotate(degrees, { background: "white" }).withMetadata({ density: 150 }).png().toBuffer();
const letter: Make = () => makePdf([{ lines: LINES }, {}, { lines: ["Second page, äöü & <more>"] }]);
const stamped: Make = async () => makePdf([{ scan: await (await makeScan(folder, ["", "", ...LINES])).png().toBuffer(), lines: ["Bates 17"] }]);
const noise: Make = () => sharp({ create: { width: 2500, height: 3000, channels: 3, background: "grey", noise: { type: "gaussian", mean: 128, sigma: 90 } } }).png({ compressionLevel: 1 }).toBuffer();

/** `option` and `value` name the file. */
interface Case {
  readonly option: keyof OcrOptions;
  readonly value: string;
  readonly options: Partial<OcrOptions>;
  readonly make: Make;
}

const CASES: readonly Case[] = [
  { option: "languages", value: "english", options: { languages: ["eng"] }, make: scan },
  { option: "languages", value: "absent", options: { languages: ["eng", "xyz"] }, make: scan },
  { option: "outputs", value: "text-layer", options: { outputs: ["text", "hocr", "tsv"] }, make: letter },
  { option: "outputs", value: "pdf-as-it-is", options: { outputs: ["pdf"] }, make: letter },
  { option: "engine", value: "native", options: { engine: "native" }, make: scan },
  { option: "engine", value: "wasm", options: { engine: "wasm" }, make: scan },
  { option: "textLayer", value: "ignore", options: { textLayer: "ignore", maxPages: 5 }, make: () => makePdf([{ lines: LINES }]) },
  { option: "minTextCharacters", value: "scan-with-stamp", options: {}, make: stamped },
  { option: "minTextCharacters", value: "stamp-is-enough", options: { minTextCharacters: 4, textLayer: "auto" }, make: () => makePdf([{ lines: ["Bates 17"] }]) },
  { option: "dpi", value: "lower", options: { dpi: 150, outputs: ["text", "tsv"], textLayer: "auto" }, make: letter },
  { option: "deskew", value: "on", options: {}, make: turned(5) },
  { option: "deskew", value: "off", options: { deskew: false }, make: turned(15) },
  { option: "orientation", value: "on", options: {}, make: turned(180) },
  { option: "lowConfidence", value: "never-sure-enough", options: { lowConfidence: 100 }, make: scan },
  { option: "pageTimeoutSeconds", value: "one", options: { pageTimeoutSeconds: 1, engine: "wasm" }, make: noise },
  { option: "maxPages", value: "two", options: { maxPages: 2 }, make: letter },
  { option: "splitPages", value: "two", options: { splitPages: 2 }, make: letter },
  { option: "reuse", value: "off", options: { reuse: false }, make: letter },
];

test("every option has a golden file", () => {
  expect(new Set(CASES.map(({ option }) => option))).toEqual(new Set(Object.keys(ocrOptions.shape)));
});

test.each(CASES)("$option $value", { timeout: READ_TIMEOUT_MS }, async ({ option, value, options, make }) => {
  const inputPath = join(folder, "input");
  await writeFile(inputPath, await make());
  const task = await makeTask({ folder, options: ocrOptions.parse(options), inputPath });
  const end = await handler.run(task).then(describe, describeError);
  await expectGoldenJson(`ocr/${option}.${value}.json`, end);
});

async function describe(result: HandlerResult): Promise<object> {
  if (result.outcome !== "Succeeded") return result;
  const { confidence: _, worstPage: __, pageDetails = [], ...counts } = ocrResult.parse(result.result);
  const pages = pageDetails.map(({ confidence: ___, millis: ____, engine: _____, turnedDegrees, ...page }) => ({ ...page, ...(turnedDegrees === undefined ? {} : { turnedDegrees: Math.round(turnedDegrees) }) }));
  const files = Object.fromEntries(await Promise.all((result.outputs ?? []).map(async ({ file, suffix }) => [suffix, await readOutput(file)] as const)));
  return { outcome: result.outcome, ...counts, pageDetails: pages, files };
}

/** A PDF only by whether it is the one that was given. */
async function readOutput(file: string): Promise<string> {
  const bytes = await readFile(join(folder, "output", file));
  if (!file.endsWith(".pdf")) return bytes.toString("utf8");
  return bytes.equals(await readFile(join(folder, "input"))) ? "as it was given" : "another";
}

function describeError(error: unknown): object {
  if (error instanceof PermanentError || error instanceof RetryableError) return { error: error.name, reason: error.reason, message: error.message };
  throw error;
}
