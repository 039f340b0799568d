import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeOptions } from "../../contract/handlers/handler-options.ts";
import type { PreprocessingOptions } from "../../contract/handlers/preprocessing-options.ts";
import { type PreprocessingResult, preprocessingResult } from "../../contract/handlers/preprocessing-result.ts";
import { PermanentError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { HandlerResult } from "./handler.ts";
import { measureSkewDegrees } from "./ocr/measure-skew.ts";
import { createPreprocessingHandler } from "./preprocessing.ts";
import { expectGoldenJson, expectGoldenPicture } from "./testing/golden.ts";
import { makeEncryptedPdf, makePdf } from "./testing/make-documents.ts";
import { makeFolder, makeTask } from "./testing/make-task.ts";

const SAMPLES = join(import.meta.dirname, "..", "..", "test", "corpus", "samples");
const handler = createPreprocessingHandler();

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

interface Given {
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

function optionsOf(options: object): PreprocessingOptions {
  const judged = judgeOptions("preprocessing", options);
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.options;
}

async function prepare(bytes: Uint8Array, options: object = {}, given: Given = {}): Promise<HandlerResult> {
  await rm(join(folder, "output"), { recursive: true, force: true });
  const inputPath = join(folder, "input");
  await writeFile(inputPath, bytes);
  return handler.run(await makeTask({ folder, inputPath, options: optionsOf(options), ...given }));
}

function resultOf(result: HandlerResult): PreprocessingResult {
  return preprocessingResult.parse(result.outcome === "Succeeded" ? result.result : undefined);
}

const produced = (file: string): Promise<Buffer> => readFile(join(folder, "output", file));

interface Place {
  readonly left: number;
  readonly top: number;
  readonly side?: number;
  readonly density?: number;
}

/** A piece of a sample, as a scanner of this resolution would have made it. */
async function piece(name: string, { left, top, side = 620, density }: Place): Promise<Sharp> {
  const cut = sharp(join(SAMPLES, name)).extract({ left, top, width: side, height: side });
  const pixels = await (density === undefined ? cut : cut.withDensity(density)).png().toBuffer();
  return sharp(pixels).keepMetadata();
}

const SKEWED = (): Promise<Sharp> => piece("letters/reference-for-a-joiner.png", { left: 250, top: 420, density: 150 });
const STRAIGHT = (density = 150): Promise<Sharp> => piece("letters/boiler-complaint.png", { left: 180, top: 380, density });
const COLOURED = (): Promise<Sharp> => piece("notices/victoria-baths.webp", { left: 150, top: 150, side: 420 });
const STAINED = (): Promise<Sharp> => piece("archive/1864/lucasta-page-xxv.jpg", { left: 200, top: 300, side: 420, density: 100 });
const toPng = async (picture: Promise<Sharp>): Promise<Buffer> => (await picture).png().toBuffer();
const BLANK = (): Promise<Buffer> => sharp({ create: { width: 300, height: 400, channels: 3, background: "#f4f1e8" } }).greyscale().png().withDensity(150).toBuffer();

async function toTiff(pages: readonly Buffer[]): Promise<Buffer> {
  return sharp([...pages], { join: { animated: true } }).toColourspace("b-w").withDensity(150).tiff({ compression: "lzw" }).toBuffer();
}

async function greyOf(bytes: Buffer, page = 0): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(bytes, { page }).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(1);
  return { data, width: info.width, height: info.height };
}

const PAPER = (): Promise<Buffer> => sharp({ create: { width: 620, height: 620, channels: 3, background: "#f4f1e8" } }).greyscale().png().toBuffer();
const THREE_PAGES = async (): Promise<Buffer> => toTiff([await toPng(STRAIGHT()), await PAPER(), await toPng(SKEWED())]);
const turnedByExif = async (): Promise<Buffer> => (await STRAIGHT()).rotate(270).withMetadata({ orientation: 6, density: 150 }).jpeg({ quality: 95 }).toBuffer();
const transparent = async (): Promise<Buffer> => (await STRAIGHT()).ensureAlpha(0.5).png().toBuffer();

interface Case {
  readonly of: () => Promise<Uint8Array>;
  readonly options: object;
}

/** By the option that they are about. */
const CASES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  format: {
    "auto-nothing-to-do": { of: () => toPng(STRAIGHT()), options: {} },
    "auto-pdf-with-text": { of: () => makePdf([{ lines: ["A page of text of its own"] }]), options: { grey: true } },
    "auto-three-pages": { of: THREE_PAGES, options: {} },
    tiff: { of: () => toPng(STRAIGHT()), options: { format: "tiff" } },
    png: { of: transparent, options: { format: "png" } },
    jpeg: { of: () => toPng(COLOURED()), options: { format: "jpeg" } },
    webp: { of: () => toPng(COLOURED()), options: { format: "webp" } },
    "pdf-to-png": { of: () => makePdf([{ lines: ["A page of text of its own"] }]), options: { format: "png", dpi: 75 } },
  },
  pageFiles: { "three-pages": { of: THREE_PAGES, options: { pageFiles: true, deskew: false } } },
  autorotate: {
    on: { of: turnedByExif, options: {} },
    off: { of: turnedByExif, options: { autorotate: false, deskew: false, format: "png" } },
  },
  deskew: {
    on: { of: () => toPng(SKEWED()), options: {} },
    off: { of: () => toPng(SKEWED()), options: { deskew: false } },
    coloured: { of: async () => sharp(await toPng(COLOURED())).rotate(4, { background: "#ffffff" }).png().toBuffer(), options: {} },
  },
  deskewFromDegrees: { higher: { of: () => toPng(SKEWED()), options: { deskewFromDegrees: 5 } } },
  maxDpi: {
    lower: { of: () => toPng(STRAIGHT()), options: { maxDpi: 100 } },
    implausible: { of: () => toPng(STRAIGHT(600)), options: { maxDpi: 100 } },
  },
  targetDpi: { higher: { of: () => toPng(STRAIGHT(100)), options: { targetDpi: 150 } } },
  dpi: { lower: { of: () => makePdf([{ lines: ["One"] }, {}]), options: { dpi: 100, format: "tiff" } } },
  assumeDpi: { given: { of: () => toPng(COLOURED()), options: { assumeDpi: 100, maxDpi: 80 } } },
  grey: {
    coloured: { of: () => toPng(COLOURED()), options: { grey: true } },
    "grey-already": { of: () => toPng(STRAIGHT()), options: { grey: true } },
  },
  denoise: {
    light: { of: () => toPng(STAINED()), options: { denoise: "light" } },
    strong: { of: () => toPng(STAINED()), options: { denoise: "strong" } },
  },
  contrast: { on: { of: () => toPng(STAINED()), options: { contrast: true } } },
  binarise: {
    global: { of: () => toPng(STAINED()), options: { binarise: "global" } },
    local: { of: () => toPng(STAINED()), options: { binarise: "local", format: "tiff" } },
  },
  trimBorders: {
    on: { of: async () => sharp(await toPng(STRAIGHT())).extend({ top: 100, left: 150, background: "white" }).withDensity(150).png().toBuffer(), options: { trimBorders: true } },
    "nothing-to-cut": { of: () => toPng(STAINED()), options: { trimBorders: true } },
  },
  stripBlankPages: {
    on: { of: THREE_PAGES, options: { stripBlankPages: true, deskew: false } },
    "all-are": { of: async () => toTiff([await PAPER(), await PAPER()]), options: { stripBlankPages: true } },
  },
};

const CASE_LIST = Object.entries(CASES).flatMap(([option, cases]) => Object.entries(cases).map(([name, each]) => ({ option, name, ...each })));

describe("options", () => {
  test.each(CASE_LIST)("$option: $name gives what its golden files say", async ({ option, name, of, options }) => {
    const result = await prepare(await of(), options);
    await expectGoldenJson(`preprocessing/${option}.${name}.json`, result);
    const outputs = result.outcome === "Succeeded" ? (result.outputs ?? []) : [];
    for (const { file, suffix } of outputs) await expectGoldenPicture(`preprocessing/${option}.${name}${suffix}`, await produced(file));
  });

  test("maxPages rejects what has more", async () => {
    const rejected = await prepare(await THREE_PAGES(), { maxPages: 2 }).catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(PermanentError);
    await expectGoldenJson("preprocessing/maxPages.two.json", rejected instanceof PermanentError ? { rejected: `${rejected.reason}: ${rejected.message}` } : {});
  });

  test("targetDpi above maxDpi is refused, with the place", () => {
    expect(judgeOptions("preprocessing", { targetDpi: 400 })).toEqual({ ok: false, problems: [{ path: "targetDpi", message: "must not be above maxDpi" }] });
  });
});

describe("what comes out", () => {
  test("lies straight after it lay askew, at the resolution it had", async () => {
    const before = await toPng(SKEWED());
    expect(Math.abs(measureSkewDegrees(await greyOf(before)))).toBeGreaterThan(2);
    await prepare(before);
    expect(Math.abs(measureSkewDegrees(await greyOf(await produced("pages.png"))))).toBeLessThan(0.5);
    expect((await sharp(await produced("pages.png")).metadata()).density).toBe(150);
  });

  test("is the same to the byte, each time", async () => {
    const bytes = await THREE_PAGES();
    const [first, second] = [await prepare(bytes).then(() => produced("pages.tif")), await prepare(bytes).then(() => produced("pages.tif"))];
    expect(first.equals(second)).toBe(true);
  });

  test("has pages of a TIFF that nothing was done to before the first changed one, pixel by pixel", async () => {
    const straight = await toPng(STRAIGHT());
    const result = await prepare(await toTiff([straight, await PAPER(), straight, await toPng(SKEWED())]));
    expect(resultOf(result)).toMatchObject({ pagesIn: 4, pagesOut: 4, changedPages: 1, deskewedPages: 1, blankPages: 1 });
    const wanted = await greyOf(straight);
    for (const page of [0, 2]) expect((await greyOf(await produced("pages.tif"), page)).data.equals(wanted.data)).toBe(true);
  });

  test("leaves nothing in the output folder that is no output", async () => {
    expect(await prepare(await toPng(STRAIGHT()))).toMatchObject({ outcome: "Succeeded", result: { unchanged: "nothingToDo", pagesOut: 0 } });
    expect(await readdir(join(folder, "output"))).toEqual([]);
  });

  test("is skipped where all pages are blank and blank pages are stripped, and kept where not", async () => {
    expect(await prepare(await BLANK(), { stripBlankPages: true })).toEqual({ outcome: "Skipped", message: "every page is blank" });
    expect(resultOf(await prepare(await BLANK(), { format: "png", contrast: true }))).toMatchObject({ blankPages: 1, pagesOut: 1, changedPages: 0 });
  });

  test("carries no details beyond eight pages", async () => {
    const result = resultOf(await prepare(await toTiff(await Promise.all(Array.from({ length: 9 }, PAPER)))));
    expect(result).toEqual({ pagesIn: 9, pagesOut: 0, blankPages: 9, changedPages: 0, deskewedPages: 0, unchanged: "nothingToDo" });
  });
});

describe("hostile documents", () => {
  test.each<{ name: string; of: () => Promise<Uint8Array>; want: string; limits?: Partial<Limits>; options?: object }>([
    { name: "no bytes", of: async () => Buffer.alloc(0), want: "Empty" },
    { name: "plain text", of: async () => Buffer.from("hello"), want: "UnsupportedType" },
    { name: "half a picture", of: async () => (await toPng(STRAIGHT())).subarray(0, 4000), want: "Corrupt" },
    { name: "a PDF with a password", of: makeEncryptedPdf, want: "Encrypted" },
    { name: "a picture of too many pixels", of: () => toPng(STRAIGHT()), want: "TooManyPixels", limits: { maxPixels: 1000 } },
    { name: "a picture that unpacks to too much", of: () => toPng(STRAIGHT()), want: "DecompressionLimit", limits: { maxDecompressedBytes: 1000 } },
    { name: "a picture that would become too large", of: () => toPng(STRAIGHT(75)), want: "TooManyPixels", limits: { maxPixels: 620 * 620 }, options: { targetDpi: 300 } },
    { name: "a page of a PDF that would become too large", of: () => makePdf([{}]), want: "TooManyPixels", limits: { maxPixels: 100_000 } },
  ])("$name ends typed", async ({ of, want, limits, options }) => {
    await expect(prepare(await of(), options, limits === undefined ? {} : { limits })).rejects.toMatchObject({ reason: want });
  });

  test("no page is begun once the task is to stop", async () => {
    await expect(prepare(await THREE_PAGES(), {}, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
  });
});
