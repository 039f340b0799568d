/** The sample job for `nlp`, over a text of each of five languages. */
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nlpAnalysis, nlpResult } from "../../../contract/handlers/nlp-result.ts";
import { listFiles, readJson, readJsonLines, type ResultLine, sha256 } from "./support/output-files.ts";
import { type ReamEnd, runReam } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const TEXTS = join(ROOT, "test", "corpus", "text");
const SAMPLE = join(ROOT, "k8s", "samples", "nlp.yaml");

/** In the order of the manifest. */
const WANTS = [
  { file: "es/carta-caldera.txt", language: "es", label: "complaint", entities: {} },
  { file: "it/fattura-falegnameria.txt", language: "it", label: "invoice", entities: { EMAIL: 1, PHONE: 1, IBAN: 1, REFERENCE: 1, MONEY: 5 } },
  { file: "en/invoice-joinery.txt", language: "en", label: "invoice", entities: { EMAIL: 1, PHONE: 1, IBAN: 1, REFERENCE: 2, MONEY: 6, DATE: 1 } },
  { file: "fr/proces-verbal.txt", language: "fr", label: "minutes", entities: { MONEY: 2 } },
  { file: "de/protokoll-verein.txt", language: "de", label: "minutes", entities: { MONEY: 2 } },
].toSorted((a, b) => (basename(a.file) < basename(b.file) ? -1 : 1));

const RUN_TIMEOUT_MS = 120_000;

let folder: TestFolder;
let end: ReamEnd;
let results: ResultLine[];

beforeAll(async () => {
  folder = await makeTestFolder();
  await mkdir(folder.at("letters"));
  for (const { file } of WANTS) await copyFile(join(TEXTS, file), folder.at("letters", basename(file)));
  end = await runReam(["run", SAMPLE, "--volume", `letters=${folder.at("letters")}`, "--output", folder.at("out"), "--workers", "2"]);
  results = await readJsonLines(folder.at("out/results.jsonl")).catch(() => []);
}, RUN_TIMEOUT_MS);

afterAll(() => folder.remove());

test("every text succeeds, and nothing is left running", () => {
  expect(end, end.stderr).toMatchObject({ exitCode: 0, left: [] });
  expect(results.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(WANTS.map(({ file }) => `${basename(file)} Succeeded`));
});

test("results.jsonl says language, label and how many entities there are", () => {
  const found = results.map(({ result }) => nlpResult.strict().parse(result));
  expect(found).toMatchObject(WANTS.map(({ language, label }) => ({ language, label })));
  expect(found.map(({ entities }) => entities)).toEqual(WANTS.map(({ entities }) => entities));
});

test("the analysis of each text is beside it, as recorded, and its places are those of the text", async () => {
  for (const { outputs, id } of results) {
    expect(outputs.map(({ name }) => name)).toEqual([`${id}.nlp.json`]);
    const bytes = await readFile(folder.at("out", `${id}.nlp.json`));
    expect(sha256(bytes)).toBe(outputs[0]?.sha256);
    const analysis = nlpAnalysis.strict().parse(JSON.parse(bytes.toString()));
    const characters = [...(await readFile(folder.at("letters", id), "utf8"))];
    for (const { start, end: behind, text } of [...(analysis.entities ?? []), ...(analysis.sentences ?? [])]) {
      expect(characters.slice(start, behind).join("").replaceAll(/\s+/g, " ")).toBe(text);
    }
    expect(analysis.classification?.scores[0]?.terms.length).toBeGreaterThan(0);
  }
});

test("the summary adds up, and there are no other files", async () => {
  expect(await readJson(folder.at("out/summary.json"))).toMatchObject({ documents: { total: 5, succeeded: 5, failed: 0 } });
  expect(await listFiles(folder.at("out"), [".ream"])).toEqual(["failures.jsonl", "results.jsonl", "summary.json", ...WANTS.map(({ file }) => `${basename(file)}.nlp.json`)].sort());
});
