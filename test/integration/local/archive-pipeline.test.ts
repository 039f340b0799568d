/** The sample `archive-pipeline.yaml` as it is, over the documents with known texts, listed as another system would. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KNOWN_FOLDER, type KnownRow, readKnown } from "../../corpus/known/read-known.ts";
import { readJson, readJsonLines, type ResultLine } from "./support/output-files.ts";
import { type ReamEnd, runReam } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const SAMPLE = fileURLToPath(new URL("../../../k8s/samples/archive-pipeline.yaml", import.meta.url));
const MAKE_KNOWN = fileURLToPath(new URL("../../../tools/make-known.ts", import.meta.url));
const RUN_TIMEOUT_MS = 15 * 60_000;
const ILLEGIBLE = "badly-printed.png";

interface Line extends ResultLine {
  readonly stages: readonly (ResultLine["stages"][number] & { readonly warnings?: readonly string[] })[];
}

let folder: TestFolder;
let known: readonly KnownRow[];
let end: ReamEnd;
let lines: ReadonlyMap<string, Line>;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [MAKE_KNOWN]);
  folder = await makeTestFolder();
  known = await readKnown();
  const documents = known.map(({ file }) => ({ document_uuid: uuidOf(file), file_path: file, project_uuid: projectOf(file), metadata: { title: file }, year: 1900 }));
  for (const { file } of known) await keepAt(`archive/${file}`, `${KNOWN_FOLDER}/${file}`);
  await makeIllegible(folder.at(`archive/${ILLEGIBLE}`));
  documents.push({ document_uuid: uuidOf(ILLEGIBLE), file_path: ILLEGIBLE, project_uuid: "odds/ends", metadata: { title: ILLEGIBLE }, year: 1901 });
  await writeFile(folder.at("archive/manifest.json"), JSON.stringify({ documents }));
  end = await runReam(["run", SAMPLE, "--volume", `archive=${folder.at("archive")}`, "--output", folder.at("out")], { timeoutMs: RUN_TIMEOUT_MS });
  lines = new Map(((await readJsonLines(folder.at("out/results.jsonl"))) as Line[]).map((line) => [line.id, line]));
}, RUN_TIMEOUT_MS);

afterAll(() => folder.remove());

/** Ids of another system say nothing of the file. */
function uuidOf(file: string): string {
  return `doc-${Buffer.from(file).toString("hex").slice(-40)}`;
}

function projectOf(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

async function keepAt(name: string, source: string): Promise<void> {
  await mkdir(dirname(folder.at(name)), { recursive: true });
  await copyFile(source, folder.at(name));
}

/** Pixels across the page: lines can be told, letters hardly. */
const ILLEGIBLE_WIDTH = 310;

/** A page whose words are there and cannot be trusted, in the size of any other page. */
async function makeIllegible(path: string): Promise<void> {
  const page = sharp(`${KNOWN_FOLDER}/${known.find(({ file }) => /letters\/.*\.png$/.test(file))?.file ?? ""}`);
  const small = await page.resize({ width: ILLEGIBLE_WIDTH }).png().toBuffer();
  await sharp(small).resize({ width: 2480 }).blur(2).withMetadata({ density: 300 }).png().toFile(path);
}

test("every document of the list came through all four stages", () => {
  expect(end.exitCode, end.stderr.slice(-2000)).toBe(0);
  expect([...lines.values()].map(({ outcome, stages }) => `${outcome} ${stages.map(({ name }) => name).join(" ")}`)).toEqual(
    Array.from({ length: known.length + 1 }, () => "Succeeded clean text quality topic"),
  );
});

test("counts are kept for each project, at every level", async () => {
  const { groups, documents } = await readJson(folder.at("out/summary.json"));
  const wanted = Object.groupBy([...known.map(({ file }) => projectOf(file)), "odds/ends"], (project) => project);
  for (const [project, of] of Object.entries(wanted)) expect(groups).toHaveProperty([project, "succeeded"], of?.length);
  expect(groups).toHaveProperty(["pages", "total"], known.filter(({ file }) => file.startsWith("pages/")).length);
  expect(documents).toMatchObject({ total: known.length + 1, succeeded: known.length + 1 });
});

describe("a page that was read badly", () => {
  test("is told apart in its line", () => {
    const { stages } = lines.get(uuidOf(ILLEGIBLE)) ?? { stages: [] };
    expect(stages.map(({ name, warnings = [] }) => [name, ...warnings])).toEqual([["clean"], ["text", "LowConfidence"], ["quality", "ChecksFailed"], ["topic"]]);
  });

  test("is told apart in the summary, and on the screen", async () => {
    const { warnings } = await readJson(folder.at("out/summary.json"));
    expect(warnings).toContainEqual(expect.objectContaining({ warning: "LowConfidence", stage: "text" }));
    expect(warnings).toContainEqual(expect.objectContaining({ warning: "ChecksFailed", stage: "quality" }));
    expect(end.stdout).toMatch(/LowConfidence +text +\d+/);
  });

  test("and pages that were read well have no warning", () => {
    const clean = known.filter(({ use, hasTruth }) => use !== "pages" && hasTruth);
    for (const { file } of clean) expect(lines.get(uuidOf(file))?.stages.flatMap(({ warnings = [] }) => warnings)).toEqual([]);
  });
});

test("what the last stage says of each document is about its text", async () => {
  const long = known.find(({ use }) => use === "born-digital");
  const analysis = await readJson(folder.at(`out/${uuidOf(long?.file ?? "")}.nlp.json`));
  expect(analysis).toMatchObject({ language: { code: "en" } });
  const invoice = known.find(({ file, hasTruth }) => file.includes("/invoices/") && hasTruth);
  expect(lines.get(uuidOf(invoice?.file ?? ""))?.result).toMatchObject({ label: "invoice" });
});
