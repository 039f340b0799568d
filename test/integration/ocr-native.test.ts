/** The native engine, on the `tesseract` of this machine. Everything else of the `ocr` handler is tested beside it with the built-in engine. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type OcrOptions, ocrOptions } from "../../contract/handlers/ocr-options.ts";
import { findNativeTesseract } from "../../worker/handlers/ocr/native-engine.ts";
import type { HandlerResult } from "../../worker/handlers/handler.ts";
import { createOcrHandler } from "../../worker/handlers/ocr.ts";
import { makePdf, makeScan, makeTiff } from "../../worker/handlers/testing/make-documents.ts";
import { makeFolder, makeTask } from "../../worker/handlers/testing/make-task.ts";

const handler = createOcrHandler();
const LINES = ["Invoice 4711 from Kiel harbour", "dated the third of May", "for seventeen barrels of tar"];
const WORDS = LINES.join(" ").split(" ");

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeAll(async () => {
  const native = await findNativeTesseract();
  if (!native?.languages.has("eng")) throw new Error("this test needs the native engine: install tesseract-ocr (apt-get install tesseract-ocr tesseract-ocr-eng)");
});
beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

async function read(bytes: Uint8Array, options: Partial<OcrOptions> = {}): Promise<HandlerResult> {
  const inputPath = join(folder, "input");
  await writeFile(inputPath, bytes);
  return handler.run(await makeTask({ folder, options: ocrOptions.parse({ engine: "native", ...options }), inputPath }));
}

async function shareOfWords(): Promise<number> {
  const found = new Set((await readFile(join(folder, "output", "text.txt"), "utf8")).split(/\s+/));
  return WORDS.filter((word) => found.has(word)).length / WORDS.length;
}

test.each(["png", "jpeg", "tiff", "webp"] as const)("a scan as %s is recognised, with its confidence", async (format) => {
  const result = await read(await (await makeScan(folder, LINES)).toFormat(format).toBuffer());
  expect(await shareOfWords()).toBeGreaterThan(0.9);
  expect(result).toMatchObject({ engine: expect.stringMatching(/^tesseract \d+\.\d+.* \(native, .+\)$/), result: { pages: 1, ocrPages: 1, confidence: expect.any(Number) } });
  expect(result.outcome === "Succeeded" && JSON.stringify(result.result)).toMatch(/"confidence":(8|9)\d/);
});

test("pages of a PDF and of a TIFF are recognised one by one", async () => {
  const scan = await (await makeScan(folder, LINES)).png().toBuffer();
  await expect(read(await makePdf([{ scan }, { lines: ["Own text of the second page"] }]))).resolves.toMatchObject({ result: { pages: 2, ocrPages: 1, textLayerPages: 1 } });
  await expect(read(await makeTiff([scan, scan]))).resolves.toMatchObject({ result: { pages: 2, ocrPages: 2 } });
});

test("it is what `auto` takes", async () => {
  const scan = await (await makeScan(folder, LINES)).png().toBuffer();
  await expect(read(scan, { engine: "auto" })).resolves.toMatchObject({ engine: expect.stringContaining("native") });
});

test("a damaged image is rejected", async () => {
  const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
  const png = await sharp({ create: { width: 400, height: 300, channels: 3, background: "white", noise } }).png().toBuffer();
  await expect(read(png.subarray(0, 20_000))).rejects.toMatchObject({ name: "PermanentError", reason: "Truncated" });
});

test("a language without data is named, with what to install", async () => {
  const scan = await (await makeScan(folder, LINES)).png().toBuffer();
  await expect(read(scan, { languages: ["eng", "xyz"] })).rejects.toMatchObject({ reason: "LanguageMissing", message: expect.stringContaining("tesseract-ocr-xyz") });
});

test("a page over its time is ended, and fails", async () => {
  const noise = { type: "gaussian", mean: 128, sigma: 90 } as const;
  const noisy = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: "grey", noise } }).png({ compressionLevel: 1 }).toBuffer();
  await expect(read(noisy, { pageTimeoutSeconds: 1 })).rejects.toMatchObject({ name: "RetryableError", reason: "PageTimeout" });
});

test("a list of paths is not taken for a list of images to read", async () => {
  await expect(read(Buffer.from("/etc/passwd\n/etc/hosts\n"))).rejects.toMatchObject({ reason: "UnsupportedType" });
});

test("nothing is left in the working directory", async () => {
  const before = await readdir(process.cwd());
  await read(await (await makeScan(folder, LINES)).png().toBuffer());
  expect(await readdir(process.cwd())).toEqual(before);
});
