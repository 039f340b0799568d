/** Searchable PDFs, read back by a reader that is not ours: poppler. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ocrOptions } from "../../contract/handlers/ocr-options.ts";
import { createOcrHandler } from "../../worker/handlers/ocr.ts";
import { makeFolder, makeTask } from "../../worker/handlers/testing/make-task.ts";

const handler = createOcrHandler();
const SAMPLES = join(import.meta.dirname, "../corpus/samples");
const run = promisify(execFile);
const READ_TIMEOUT_MS = 60_000;
/** Of a point; a pixel at 150 dpi is half of one. */
const PLACE_TOLERANCE_POINTS = 3;
const LINE_TOLERANCE_POINTS = 7;
const POINTS_PER_INCH = 72;

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeAll(async () => {
  await run("pdftotext", ["-v"]).catch(() => Promise.reject(new Error("this test needs poppler: apt-get install poppler-utils")));
});
beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

interface Place {
  readonly page: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

async function makeSearchable(inputPath: string): Promise<string> {
  const options = ocrOptions.parse({ outputs: ["text", "tsv", "pdf"] });
  await handler.run(await makeTask({ folder, options, inputPath }));
  return join(folder, "output", "searchable.pdf");
}

/** The middles of words, in points from the top left, as poppler sees them. */
async function readWithPoppler(pdf: string): Promise<Place[]> {
  const { stdout } = await run("pdftotext", ["-bbox", pdf, "-"], { maxBuffer: 64 * 1024 * 1024 });
  const pages = stdout.split("<page ").slice(1);
  return pages.flatMap((page, index) =>
    [...page.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)].map(([, left, top, right, bottom, text = ""]) => ({
      page: index + 1,
      text: text.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"'),
      x: (Number(left) + Number(right)) / 2,
      y: (Number(top) + Number(bottom)) / 2,
    })),
  );
}

/** The same from the table of words. */
async function readTable(dpi: number): Promise<Place[]> {
  const rows = (await readFile(join(folder, "output", "words.tsv"), "utf8")).trimEnd().split("\n").map((row) => row.split("\t"));
  return rows
    .filter(([level]) => level === "5")
    .map((row) => {
      const [page = 0, left = 0, top = 0, width = 0, height = 0] = [row[1], row[6], row[7], row[8], row[9]].map(Number);
      const scale = POINTS_PER_INCH / dpi;
      return { page, text: row[11] ?? "", x: (left + width / 2) * scale, y: (top + height / 2) * scale };
    });
}

function shareFound(wanted: readonly Place[], found: readonly Place[]): number {
  const isThere = (place: Place): boolean => found.some((other) => isAt(place, other));
  return wanted.filter(isThere).length / wanted.length;
}

/** Along its line a word is where it is; across, it is as high as the line, so that its middle may be a little off. */
function isAt(one: Place, other: Place): boolean {
  const [along, across] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)].toSorted((a, b) => a - b);
  return one.page === other.page && one.text === other.text && (along ?? 0) <= PLACE_TOLERANCE_POINTS && (across ?? 0) <= LINE_TOLERANCE_POINTS;
}

describe("poppler finds the words of", () => {
  test.each([
    ["a PNG", "letters/boiler-complaint.png"],
    ["a JPEG", "letters/thanks-to-the-library.jpg"],
    ["a page that lies askew", "letters/reference-for-a-joiner.png"],
    ["a TIFF of several pages", "reports/harrow-moss-survey.tif"],
    ["a WebP", "notices/victoria-baths.webp"],
    ["a scanned PDF", "leases/7-mill-lane.pdf"],
    ["a PDF of text and scans", "minutes/allotment-society-2023.pdf"],
  ])("%s where they are in the picture", { timeout: READ_TIMEOUT_MS }, async (_, sample) => {
    const input = join(SAMPLES, sample);
    const pdf = await makeSearchable(input);
    const dpi = sample.endsWith(".pdf") ? ocrOptions.parse({}).dpi : ((await sharp(input).metadata()).density ?? 0);
    const words = await readTable(dpi < 70 ? await dpiOfA4(input) : dpi);
    expect(words.length).toBeGreaterThan(50);
    expect(shareFound(words, await readWithPoppler(pdf))).toBeGreaterThan(0.97);
  });

  /** A picture that does not say how large it is gets the long side of A4. */
  async function dpiOfA4(input: string): Promise<number> {
    const { width = 0, height = 0 } = await sharp(input).metadata();
    return (Math.max(width, height) * POINTS_PER_INCH) / 842;
  }

  test.each([90, 180, 270])("a page that was turned by %d degrees", { timeout: READ_TIMEOUT_MS }, async (degrees) => {
    const input = join(folder, "turned.png");
    await sharp(join(SAMPLES, "letters/boiler-complaint.png")).rotate(degrees).withMetadata({ density: 200 }).png().toFile(input);
    const pdf = await makeSearchable(input);
    const words = await readTable(200);
    expect(shareFound(words, await readWithPoppler(pdf))).toBeGreaterThan(0.97);
  });
});

describe("what was scanned is not touched", () => {
  test("a PDF's own bytes stand first", { timeout: READ_TIMEOUT_MS }, async () => {
    const input = join(SAMPLES, "leases/7-mill-lane.pdf");
    const [original, made] = [await readFile(input), await readFile(await makeSearchable(input))];
    expect(made.length).toBeGreaterThan(original.length);
    expect(made.subarray(0, original.length).equals(original)).toBe(true);
  });

  test("a JPEG is in it byte for byte", { timeout: READ_TIMEOUT_MS }, async () => {
    const input = join(SAMPLES, "letters/thanks-to-the-library.jpg");
    await run("pdfimages", ["-all", await makeSearchable(input), join(folder, "picture")]);
    expect((await readFile(join(folder, "picture-000.jpg"))).equals(await readFile(input))).toBe(true);
  });

  test.each(["letters/boiler-complaint.png", "notices/victoria-baths.webp", "reports/harrow-moss-survey.tif"])("each pixel of %s is as it was", { timeout: READ_TIMEOUT_MS }, async (sample) => {
    await run("pdfimages", ["-png", await makeSearchable(join(SAMPLES, sample)), join(folder, "picture")]);
    const pictures = (await readdir(folder)).filter((name) => name.startsWith("picture-")).sort();
    for (const [page, picture] of pictures.entries()) {
      const pixels = (file: string, of: number): Promise<Buffer> => sharp(file, { page: of }).flatten({ background: "white" }).toColourspace("srgb").removeAlpha().raw().toBuffer();
      expect((await pixels(join(folder, picture), 0)).equals(await pixels(join(SAMPLES, sample), page))).toBe(true);
    }
    expect(pictures.length).toBeGreaterThan(0);
  });

  test("and the same file gives the same bytes", { timeout: READ_TIMEOUT_MS }, async () => {
    const input = join(SAMPLES, "minutes/allotment-society-2023.pdf");
    const first = await readFile(await makeSearchable(input));
    expect((await readFile(await makeSearchable(input))).equals(first)).toBe(true);
  });
});
