import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OcrOptions, ocrOptions } from "../../contract/handlers/ocr-options.ts";
import type { OcrResult } from "../../contract/handlers/ocr-result.ts";
import { PermanentError } from "../errors.ts";
import type { HandlerResult } from "./handler.ts";
import { createOcrHandler } from "./ocr.ts";
import { makeEncryptedPdf, makePdf, makeScan, makeTiff } from "./testing/make-documents.ts";
import { makeFolder, makeTask, type TaskChoices } from "./testing/make-task.ts";

// The WebAssembly engine everywhere: it is what every machine has. The native one has a test of its own in test/integration.
const handler = createOcrHandler();
const LINES = ["Invoice 4711 from Kiel harbour", "dated the third of May", "for seventeen barrels of tar"];
const WORDS = LINES.join(" ").split(" ");
const SLOW_MS = 60_000;

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());
afterAll(() => handler.close?.());

type Choices = Partial<Omit<TaskChoices<OcrOptions>, "options">> & { readonly options?: Partial<OcrOptions> };

async function read(bytes: Uint8Array | string, { options = {}, ...choices }: Choices = {}): Promise<HandlerResult> {
  const inputPath = join(folder, "input");
  await writeFile(inputPath, bytes);
  return handler.run(await makeTask({ folder, options: ocrOptions.parse({ engine: "wasm", ...options }), inputPath, ...choices }));
}

async function pagesOfText(): Promise<string[]> {
  const text = await readFile(join(folder, "output", "text.txt"), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text.split("\f");
}

function resultOf(result: HandlerResult): OcrResult {
  return (result.outcome === "Succeeded" ? result.result : undefined) as unknown as OcrResult;
}

function shareOfWords(text: string): number {
  const found = new Set(text.split(/\s+/));
  return WORDS.filter((word) => found.has(word)).length / WORDS.length;
}

describe("a PDF", () => {
  test("with text of its own is read without recognition, page by page", async () => {
    const result = await read(await makePdf([{ lines: LINES }, { lines: ["Second page, äöü"] }]));
    expect(await pagesOfText()).toEqual([`${LINES.join("\n")}\n`, "Second page, äöü\n"]);
    expect(result).toMatchObject({ outcome: "Succeeded", engine: "pdfium text layer", outputs: [{ file: "text.txt", suffix: ".txt", primary: true }] });
    expect(resultOf(result)).toEqual({
      pages: 2,
      characters: LINES.join("\n").length + 16,
      textLayerPages: 2,
      ocrPages: 0,
      blankPages: 0,
      lowConfidencePages: 0,
      pageDetails: [
        { page: 1, from: "textLayer", characters: LINES.join("\n").length, millis: expect.any(Number) },
        { page: 2, from: "textLayer", characters: 16, millis: expect.any(Number) },
      ],
    });
  });

  test("needs no language for pages that hold text", async () => {
    await expect(read(await makePdf([{ lines: LINES }]), { options: { languages: ["xyz"] } })).resolves.toMatchObject({ outcome: "Succeeded" });
  });

  test("is recognised only where a page has no text: scans, also those with a stamp; blank pages cost nothing", { timeout: SLOW_MS }, async () => {
    const scan = await (await makeScan(folder, LINES)).png().toBuffer();
    const result = await read(await makePdf([{ lines: ["A page of text that is its own"] }, { scan }, { scan, lines: ["Bates 17"] }, {}, { lines: ["Part II"] }]));
    expect(resultOf(result)).toMatchObject({ pages: 5, textLayerPages: 2, ocrPages: 2, blankPages: 1 });
    expect(resultOf(result).pageDetails?.map((page) => page.from)).toEqual(["textLayer", "ocr", "ocr", "blank", "textLayer"]);
    expect(resultOf(result).confidence).toBeGreaterThan(80);
    const pages = await pagesOfText();
    expect(shareOfWords(pages[1] ?? "")).toBeGreaterThan(0.9);
    expect(pages.slice(3)).toEqual(["\n", "Part II\n"]);
    expect(result).toMatchObject({ engine: expect.stringMatching(/^pdfium text layer, tesseract\.js 7\.0\.0 \(wasm, (fast|best_int)\)$/) });
    expect(JSON.stringify(resultOf(result)).length).toBeLessThan(1024);
  });

  test("is recognised against its own text when told to", { timeout: SLOW_MS }, async () => {
    const result = await read(await makePdf([{ lines: LINES }]), { options: { textLayer: "ignore" } });
    expect(resultOf(result)).toMatchObject({ textLayerPages: 0, ocrPages: 1 });
    expect(shareOfWords((await pagesOfText())[0] ?? "")).toBeGreaterThan(0.9);
  });

  test("of many pages is split when told to, and its parts join to the same bytes and numbers as the whole", { timeout: SLOW_MS }, async () => {
    const scan = await (await makeScan(folder, LINES)).png().toBuffer();
    const pdf = await makePdf(Array.from({ length: 7 }, (_, page) => (page === 3 ? { scan } : { lines: [`This is page number ${page + 1}`] })));
    const outputs: OcrOptions["outputs"] = ["text", "hocr", "tsv", "pdf"];
    const whole = await read(pdf, { options: { outputs } });
    const wholeFiles = await readOutputs();
    expect(await read(pdf, { options: { outputs, splitPages: 3 } })).toEqual({ outcome: "Split", parts: 3, pagesPerPart: 3, pages: 7 });
    const parts = [];
    for (let part = 0; part < 3; part++) {
      const result = await read(pdf, { options: { outputs, splitPages: 3 }, part: { part, firstPage: part * 3, endPage: Math.min(7, part * 3 + 3) } });
      expect(result).toMatchObject({ outputs: [{ suffix: ".pages.jsonl", primary: true }] });
      const path = join(folder, `part-${part}`);
      await writeFile(path, await readFile(join(folder, "output", "pages.jsonl")));
      parts.push({ part, path, result: JSON.parse(JSON.stringify(resultOf(result))) });
    }
    const joined = await handler.join?.(await makeTask({ folder, options: ocrOptions.parse({ outputs }), inputPath: join(folder, "input") }), parts);
    expect(joined && withoutTimes(resultOf(joined))).toEqual(withoutTimes(resultOf(whole)));
    expect(await readOutputs()).toEqual(wholeFiles);
  });

  async function readOutputs(): Promise<Buffer[]> {
    return Promise.all(["text.txt", "page.hocr", "words.tsv", "searchable.pdf"].map((name) => readFile(join(folder, "output", name))));
  }

  function withoutTimes({ pageDetails = [], ...result }: OcrResult): object {
    return { ...result, pageDetails: pageDetails.map(({ millis: _, ...page }) => page) };
  }

  test.each([
    ["the whole is not more pages than a part", { splitPages: 2 }],
    ["splitting is off", {}],
  ])("stays whole where %s", async (_, options) => {
    await expect(read(await makePdf([{ lines: LINES }, {}]), { options })).resolves.toMatchObject({ outcome: "Succeeded" });
  });
});

describe("a page that lies", () => {
  test.each([
    ["askew by 3 degrees", 3],
    ["askew by 12 degrees", -12],
    ["on its side", 90],
    ["on its other side", 270],
    ["upside down", 180],
  ])("%s is read all the same", { timeout: SLOW_MS }, async (_, degrees) => {
    const page = await (await makeScan(folder, MORE_LINES)).png().toBuffer();
    const turned = await sharp(page).rotate(degrees, { background: "white" }).withMetadata({ density: 150 }).png().toBuffer();
    await read(turned, { options: { outputs: ["text", "tsv"] } });
    const words = new Set((await pagesOfText()).join(" ").split(/\s+/));
    const wanted = MORE_LINES.join(" ").split(" ");
    expect(wanted.filter((word) => words.has(word)).length / wanted.length).toBeGreaterThan(0.9);
  });

  test("upside down is left so when told to", { timeout: SLOW_MS }, async () => {
    const page = await (await makeScan(folder, MORE_LINES)).rotate(180).png().toBuffer();
    const result = await read(page, { options: { orientation: false } });
    expect(resultOf(result).pageDetails?.[0]).not.toHaveProperty("turnedDegrees");
    expect(resultOf(result)).toMatchObject({ lowConfidencePages: 1, warnings: ["LowConfidence"] });
  });

  const MORE_LINES = Array.from({ length: 14 }, (_, line) => `${LINES[line % LINES.length]} by hand`.slice(0, 34));
});

describe("a scan on a page with text of its own", () => {
  const scanned = ["Received the harbour master", "with thanks for all barrels", "and a receipt for the tar", "signed by the second mate"];

  test("is read, too", { timeout: SLOW_MS }, async () => {
    const result = await read(await pageWithPicture(await (await makeScan(folder, scanned)).png().toBuffer()));
    const text = (await pagesOfText())[0] ?? "";
    expect(text).toMatch(/^This page speaks for itself\n\n/);
    expect(text).toContain("harbour master");
    expect(resultOf(result)).toMatchObject({ ocrPages: 1, textLayerPages: 0 });
  });

  test("is a photograph where it has no lines, and costs nothing", async () => {
    const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
    const photograph = await sharp({ create: { width: 300, height: 300, channels: 3, background: "white", noise } }).blur(4).png().toBuffer();
    expect(resultOf(await read(await pageWithPicture(photograph), { options: { languages: ["xyz"] } }))).toMatchObject({ textLayerPages: 1 });
  });

  async function pageWithPicture(picture: Buffer): Promise<Uint8Array> {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage([420, 900]);
    page.drawText("This page speaks for itself", { x: 40, y: 850, size: 14 });
    page.drawImage(await pdf.embedPng(picture), { x: 0, y: 20, width: 420, height: 595 });
    return pdf.save();
  }
});

describe("an image", () => {
  test.each([
    ["PNG", "png"],
    ["JPEG", "jpeg"],
    ["WebP", "webp"],
    ["single-page TIFF", "tiff"],
  ] as const)("as %s is recognised", { timeout: SLOW_MS }, async (_, format) => {
    const result = await read(await (await makeScan(folder, LINES)).toFormat(format).toBuffer());
    expect(resultOf(result)).toMatchObject({ pages: 1, ocrPages: 1 });
    expect(shareOfWords((await pagesOfText())[0] ?? "")).toBeGreaterThan(0.9);
  });

  test("of several pages gives one page of text each", { timeout: SLOW_MS }, async () => {
    const first = await (await makeScan(folder, LINES)).png().toBuffer();
    const second = await (await makeScan(folder, ["Another page altogether"])).png().toBuffer();
    const result = await read(await makeTiff([first, second]));
    expect(resultOf(result)).toMatchObject({ pages: 2, ocrPages: 2 });
    const pages = await pagesOfText();
    expect(shareOfWords(pages[0] ?? "")).toBeGreaterThan(0.9);
    expect(pages[1]).toContain("Another page");
  });

  test.each([
    ["lies on its side and says so (EXIF)", async () => (await makeScan(folder, LINES)).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer()],
    ["is transparent behind black text", transparent],
    ["has far more dpi than needed", async () => (await makeScan(folder, LINES, 600)).png().toBuffer()],
    ["is in CMYK", async () => (await makeScan(folder, LINES)).toColourspace("cmyk").jpeg().toBuffer()],
    ["has sixteen bits a sample", async () => sharp(await (await makeScan(folder, LINES)).png().toBuffer()).toColourspace("grey16").png().toBuffer()],
  ])("that %s is recognised", { timeout: SLOW_MS }, async (_, make) => {
    await read(await make());
    expect(shareOfWords((await pagesOfText())[0] ?? "")).toBeGreaterThan(0.9);
  });

  async function transparent(): Promise<Buffer> {
    const { data, info } = await (await makeScan(folder, LINES)).raw().toBuffer({ resolveWithObject: true });
    const black = Buffer.alloc(info.width * info.height * 4);
    for (let pixel = 0; pixel < info.width * info.height; pixel++) black[pixel * 4 + 3] = 255 - (data[pixel * info.channels] ?? 0);
    return sharp(black, { raw: { width: info.width, height: info.height, channels: 4 } }).png().toBuffer();
  }

  test("without any text is a blank page", { timeout: SLOW_MS }, async () => {
    const result = await read(await sharp({ create: { width: 600, height: 800, channels: 3, background: "white" } }).png().toBuffer());
    expect(resultOf(result)).toEqual({ pages: 1, characters: 0, textLayerPages: 0, ocrPages: 0, blankPages: 1, lowConfidencePages: 0, pageDetails: [{ page: 1, from: "blank", characters: 0, millis: expect.any(Number) }] });
    expect(await pagesOfText()).toEqual(["\n"]);
  });
});

describe("what cannot be read is rejected", () => {
  const SMALL_PNG = async (): Promise<Buffer> => sharp({ create: { width: 400, height: 300, channels: 3, background: "white" } }).png().toBuffer();
  const NOISE = async (): Promise<Buffer> => sharp({ create: { width: 400, height: 300, channels: 3, background: "white", noise: { type: "gaussian", mean: 128, sigma: 60 } } }).png().toBuffer();
  const hugePage = async (width: number, height: number): Promise<Uint8Array> => {
    const pdf = await PDFDocument.create();
    pdf.addPage([width, height]).drawLine({ start: { x: 0, y: 0 }, end: { x: width, y: height } });
    return pdf.save();
  };

  test.each<{ name: string; make: () => Promise<Uint8Array | string>; choices?: Choices; want: object }>([
    { name: "an empty file", make: async () => "", want: { reason: "Empty" } },
    { name: "plain text", make: async () => "Dear Sir or Madam", want: { reason: "UnsupportedType", message: expect.stringContaining("plain text") } },
    { name: "a ZIP archive", make: async () => "PK\x03\x04....", want: { reason: "UnsupportedType", message: expect.stringContaining("ZIP archive") } },
    { name: "half a PDF", make: async () => (await makePdf([{ lines: LINES }])).slice(0, 500), want: { reason: "Truncated" } },
    { name: "a PDF with a password", make: makeEncryptedPdf, want: { reason: "Encrypted" } },
    { name: "a PDF header and noise", make: async () => Buffer.concat([Buffer.from("%PDF-1.7\n"), await NOISE()]), want: { reason: "Truncated" } },
    { name: "half a PNG", make: async () => (await NOISE()).subarray(0, 20_000), want: { reason: "Truncated" } },
    { name: "a PNG of only its mark", make: async () => (await SMALL_PNG()).subarray(0, 8), want: { reason: "Truncated" } },
    { name: "half a JPEG", make: async () => sharp(await NOISE()).jpeg().toBuffer().then((jpeg) => jpeg.subarray(0, jpeg.length / 2)), want: { reason: "Truncated" } },
    { name: "half a TIFF", make: async () => sharp(await NOISE()).tiff({ compression: "none" }).toBuffer().then((tiff) => tiff.subarray(0, tiff.length / 2)), want: { reason: "Truncated" } },
    { name: "a PDF with too many pages", make: async () => makePdf([{}, {}, {}]), choices: { limits: { maxPages: 2 } }, want: { reason: "TooManyPages", message: "the document has 3 pages; the limit is 2" } },
    { name: "a PDF with more pages than the job takes", make: async () => makePdf([{}, {}]), choices: { options: { maxPages: 1 } }, want: { reason: "TooManyPages" } },
    { name: "a TIFF with too many pages", make: async () => makeTiff([await SMALL_PNG(), await SMALL_PNG()]), choices: { limits: { maxPages: 1 } }, want: { reason: "TooManyPages" } },
    { name: "an image with too many pixels", make: SMALL_PNG, choices: { limits: { maxPixels: 100_000 } }, want: { reason: "TooManyPixels", message: "page 1 has 400 x 300 pixels; the limit is 100000" } },
    { name: "an image that unpacks to too much", make: SMALL_PNG, choices: { limits: { maxDecompressedBytes: 100_000 } }, want: { reason: "DecompressionLimit" } },
    { name: "a PDF page of several square metres", make: async () => hugePage(14_400, 14_400), want: { reason: "TooManyPixels" } },
    { name: "a PDF page that is endlessly long", make: async () => hugePage(10, 14_000), want: { reason: "TooManyPixels", message: expect.stringContaining("limit of a side") } },
    { name: "a language without data", make: async () => SMALL_PNG(), choices: { options: { languages: ["eng", "chi_sim"] } }, want: { reason: "LanguageMissing", message: expect.stringContaining("tesseract-ocr-chi-sim") } },
  ])("$name", async ({ make, choices, want }) => {
    await expect(read(await make(), choices)).rejects.toMatchObject({ name: "PermanentError", ...want });
  });

  test("or read, whatever bytes are wrong: never is an error of no known kind thrown", { timeout: SLOW_MS }, async () => {
    const scan = await (await makeScan(folder, LINES, 72)).png().toBuffer();
    const tiff = await sharp(scan).tiff({ compression: "lzw" }).toBuffer();
    const originals = [await makePdf([{ lines: LINES }, { scan }]), scan, tiff, await sharp(scan).jpeg().toBuffer(), await sharp(scan).webp().toBuffer()];
    const damage = fc.record({ original: fc.constantFrom(...originals), flips: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 30 }), keep: fc.double({ min: 0.1, max: 1, noNaN: true }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ original, flips, keep }) => {
        const bytes = Buffer.from(original).subarray(0, Math.ceil(original.length * keep));
        // Mostly near the beginning, where headers are.
        for (const [place, value] of flips) bytes[place % (place % 2 === 0 ? bytes.length : Math.min(bytes.length, 600))] = value;
        // No such language: what can be decoded ends there, at no cost.
        const ending = await read(bytes, { options: { languages: ["xyz"] } }).catch((error: unknown) => error);
        expect(ending).toSatisfy((end) => end instanceof PermanentError || (end as HandlerResult).outcome === "Succeeded");
      }),
      { numRuns: 150 },
    );
    await expect(read(await makePdf([{ lines: LINES }]))).resolves.toMatchObject({ outcome: "Succeeded" });
  });

  test("a document without an address", async () => {
    await expect(handler.run(await makeTask({ folder, options: ocrOptions.parse({}) }))).rejects.toMatchObject({ reason: "NotFound" });
  });

  test("and the next document is read as if nothing had been", async () => {
    await expect(read((await makePdf([{ lines: LINES }])).slice(0, 500))).rejects.toThrow();
    await expect(read(await makePdf([{ lines: LINES }]))).resolves.toMatchObject({ outcome: "Succeeded" });
  });
});

describe("time", () => {
  test("over for a page fails it, and the engine reads the next one", { timeout: SLOW_MS }, async () => {
    const noise = { type: "gaussian", mean: 128, sigma: 90 } as const;
    const noisy = await sharp({ create: { width: 2500, height: 3000, channels: 3, background: "grey", noise } }).png({ compressionLevel: 1 }).toBuffer();
    await expect(read(noisy, { options: { pageTimeoutSeconds: 1 } })).rejects.toMatchObject({ name: "RetryableError", reason: "PageTimeout" });
    await expect(read(await (await makeScan(folder, LINES)).png().toBuffer())).resolves.toMatchObject({ outcome: "Succeeded" });
  });

  test("over for the document ends it at once", { timeout: SLOW_MS }, async () => {
    const scan = await (await makeScan(folder, LINES)).png().toBuffer();
    const stop = new AbortController();
    const reading = read(scan, { signal: stop.signal });
    stop.abort(new Error("time is over"));
    await expect(reading).rejects.toThrow("time is over");
  });
});

test("nothing is written beside the output, and nothing into the working directory", { timeout: SLOW_MS }, async () => {
  const before = await readdir(process.cwd());
  await read(await (await makeScan(folder, LINES)).png().toBuffer());
  expect((await readdir(folder)).sort()).toEqual(["input", "output", "scan-source.pdf"]);
  expect(await readdir(join(folder, "output"))).toEqual(["text.txt"]);
  expect(await readdir(process.cwd())).toEqual(before);
});
