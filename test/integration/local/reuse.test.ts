/** Documents with the same bytes, and what was read badly, as their owner sees them. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readJsonLines } from "./support/output-files.ts";
import { runReam, type ReamEnd } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const SAMPLES = join(import.meta.dirname, "../../corpus/samples");
const LETTER = join(SAMPLES, "letters/thanks-to-the-library.jpg");

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeTestFolder();
  await mkdir(folder.at("documents"));
  for (const name of ["a.jpg", "b.jpg", "c.jpg"]) await copyFile(LETTER, folder.at(`documents/${name}`));
});
afterEach(() => folder.remove());

function read(...flags: string[]): Promise<ReamEnd> {
  return runReam(["run", "--pipeline", "ocr", folder.at("documents"), "--output", folder.at("out"), "--workers", "1", ...flags]);
}

interface Line {
  readonly id: string;
  readonly reusedFrom?: string;
  readonly result: { readonly characters: number };
}

async function lines(): Promise<Record<string, Line>> {
  const all = (await readJsonLines(folder.at("out/results.jsonl"))) as unknown as Line[];
  return Object.fromEntries(all.map((line) => [line.id, line]));
}

test("same bytes are read once, in the run and in later ones; what was changed since is read again", async () => {
  expect((await read()).exitCode).toBe(0);
  const first = await lines();
  const reused = Object.values(first).filter(({ reusedFrom }) => reusedFrom !== undefined);
  expect(reused).toHaveLength(2);
  const text = await readFile(folder.at("out/a.jpg.txt"), "utf8");
  expect(text.length).toBeGreaterThan(500);
  for (const name of ["b.jpg", "c.jpg"]) expect(await readFile(folder.at(`out/${name}.txt`), "utf8")).toBe(text);

  await copyFile(LETTER, folder.at("documents/d.jpg"));
  const again = await read("--update");
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("3 documents got the result of another with the same bytes.") });
  expect((await lines())["d.jpg"]).toMatchObject({ outcome: "Succeeded", reusedFrom: expect.stringMatching(/^[abc]\.jpg$/), outputs: [{ name: "d.jpg.txt" }] });
  expect(JSON.parse(await readFile(folder.at("out/summary.json"), "utf8"))).toMatchObject({ reused: 3, documents: { succeeded: 4 } });

  for (const name of ["a", "b", "c", "d"]) await writeFile(folder.at(`out/${name}.jpg.txt`), "x".repeat(Buffer.byteLength(text)));
  await copyFile(LETTER, folder.at("documents/e.jpg"));
  expect((await read("--update")).exitCode).toBe(0);
  expect((await lines())["e.jpg"]).not.toHaveProperty("reusedFrom");
  expect(await readFile(folder.at("out/e.jpg.txt"), "utf8")).toBe(text);
});

test("each is read when told to", async () => {
  expect((await read("--set", "ocr.reuse=false")).exitCode).toBe(0);
  for (const line of Object.values(await lines())) expect(line).not.toHaveProperty("reusedFrom");
});

test("a page that was read badly is told apart, in its line, in the summary and on the screen", async () => {
  const picture = sharp(join(SAMPLES, "letters/boiler-complaint.png"));
  await picture.rotate(180).png().toFile(folder.at("documents/bad.png"));
  const end = await read("--set", "ocr.orientation=false");
  expect(end).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/LowConfidence +ocr +1 +bad\.png/) });
  expect((await lines())["bad.png"]).toMatchObject({ stages: [{ name: "ocr", warnings: ["LowConfidence"] }], result: { lowConfidencePages: 1, worstPage: { page: 1 } } });
  expect(JSON.parse(await readFile(folder.at("out/summary.json"), "utf8"))).toMatchObject({ warnings: [{ warning: "LowConfidence", stage: "ocr", count: 1, sampleDocument: "bad.png" }] });
});
