/** Preprocessing and validation, one behind the other, over real documents in a real run. */
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listFiles, readJson, readJsonLines, type ResultLine } from "./support/output-files.ts";
import { type ReamEnd, runReam } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const SAMPLES = join(import.meta.dirname, "..", "..", "corpus", "samples");
const RUN_TIMEOUT_MS = 120_000;

/** Askew; level; with text of its own; of three pages. */
const COPIED = { "askew.png": "letters/reference-for-a-joiner.png", "level.png": "letters/boiler-complaint.png", "born.pdf": "minutes/allotment-society-2023.pdf", "survey.tif": "reports/harrow-moss-survey.tif" };

let folder: TestFolder;
let end: ReamEnd;
let results: Map<string, ResultLine>;

beforeAll(async () => {
  folder = await makeTestFolder();
  await mkdir(folder.at("docs"));
  for (const [name, sample] of Object.entries(COPIED)) await copyFile(join(SAMPLES, sample), folder.at("docs", name));
  await folder.write("docs/half.png", (await readFile(join(SAMPLES, COPIED["level.png"]))).subarray(0, -2000));
  await folder.write("docs/note.pdf", "no PDF at all");
  end = await runReam(["run", await writeJob(), "--volume", `docs=${folder.at("docs")}`, "--output", folder.at("out"), "--workers", "2"], { timeoutMs: RUN_TIMEOUT_MS });
  results = new Map((await readJsonLines(folder.at("out/results.jsonl"))).map((line) => [line.id, line]));
}, RUN_TIMEOUT_MS);

afterAll(() => folder.remove());

function writeJob(): Promise<string> {
  const apiVersion = "ream.dev/v1alpha1";
  const pool = (name: string): object => ({ apiVersion, kind: "WorkerPool", metadata: { name }, spec: { handler: name } });
  const spec = {
    source: { volume: { name: "docs" } },
    pipeline: [
      { pool: "preprocessing", options: { maxDpi: 150 } },
      { pool: "validation", options: { types: ["application/pdf", "image/*"], dpi: { max: 150 }, pages: { max: 3 }, jsonSchema: { stage: "preprocessing", schema: { required: ["pagesIn"] } } } },
    ],
    output: { objectStore: {}, keepIntermediates: true },
    retry: { maxAttempts: 1 },
  };
  const resources = [pool("preprocessing"), pool("validation"), { apiVersion, kind: "BatchJob", metadata: { name: "prepare" }, spec }];
  return folder.write("job.yaml", resources.map((each) => JSON.stringify(each)).join("\n---\n"));
}

test("documents that cannot be used are rejected where that is found, and the others succeed", () => {
  expect(end).toMatchObject({ exitCode: 1, left: [] });
  const ends = Object.fromEntries([...results].map(([id, { outcome, reason }]) => [id, reason ?? outcome]));
  expect(ends).toEqual({ "askew.png": "Succeeded", "level.png": "Succeeded", "born.pdf": "Succeeded", "survey.tif": "Succeeded", "half.png": "Corrupt", "note.pdf": "UnsupportedType" });
});

test("validation reads the prepared pages, or the document itself where it was passed on", async () => {
  const typeOf = async (id: string): Promise<unknown> => (await readJson(folder.at("out", `${id}.validation.json`)))["type"];
  expect([await typeOf("askew.png"), await typeOf("survey.tif"), await typeOf("born.pdf")]).toEqual(["image/png", "image/tiff", "application/pdf"]);
  expect(results.get("survey.tif")?.result).toMatchObject({ valid: true, pages: 3, failedChecks: [] });
  expect(results.get("born.pdf")?.result).toMatchObject({ valid: true, pages: 3, notApplicable: 1 });
});

test("prepared pages lie among the intermediate files, with their resolution; what was passed on left none", async () => {
  const staged = (await listFiles(folder.at("out/.stages"))).filter((name) => !name.endsWith("/") && !name.endsWith(".stage.json"));
  expect(staged).toEqual(["preprocessing/askew.png.png", "preprocessing/level.png.png", "preprocessing/survey.tif.tif"]);
  const { density, pages } = await sharp(folder.at("out/.stages/preprocessing/survey.tif.tif")).metadata();
  expect({ density, pages }).toEqual({ density: 150, pages: 3 });
});
