import { expect, test } from "vitest";
import { jobFromFolder, toJobName } from "./job-from-folder.ts";
import { readSetting } from "./setting-value.ts";

test.each([
  ["ocr", "languages", "eng", ["eng"]],
  ["ocr", "languages", "eng, deu", ["eng", "deu"]],
  ["ocr", "languages", '["eng"]', ["eng"]],
  ["ocr", "dpi", "200", 200],
  ["ocr", "engine", "wasm", "wasm"],
  ["simulate", "failPercent", "2.5", 2.5],
  ["exec", "anything", "true", true],
  ["exec", "anything", "eng,deu", "eng,deu"],
])("%s.%s=%s means what the handler takes", (handler, option, text, want) => {
  expect(readSetting(handler, { option, text })).toEqual({ ok: true, value: want });
});

test.each([
  ["dpi", "many", /number/i],
  ["languages", "eng,DE", /language code/],
  ["langages", "eng", /did you mean `languages`/],
])("ocr.%s=%s is refused with the handler's own words", (option, text, want) => {
  const read = readSetting("ocr", { option, text });
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.problems.map(({ message }) => message).join()).toMatch(want);
});

test("a folder and a pipeline become the job that a cluster would take", () => {
  const settings = [{ stage: "ocr", option: "dpi", value: "200" }];
  const { job, pools } = jobFromFolder({ kind: "folder", path: "x", stages: ["ocr", "simulate"], settings, batchSize: 3 }, "My Scans (2024)");
  expect(job).toMatchObject({
    metadata: { name: "my-scans-2024" },
    spec: { source: { volume: { name: "ream-input" } }, pipeline: [{ pool: "ocr", options: { dpi: 200 } }, { pool: "simulate", options: {} }], batchSize: 3 },
  });
  expect(pools.map(({ spec }) => spec.handler)).toEqual(["ocr", "simulate"]);
});

test.each([
  ["scans", "scans"],
  ["Größe & Co.", "gro-e-co"],
  ["日本", "documents"],
  ["-", "documents"],
  ["a".repeat(80), "a".repeat(63)],
])("a folder called %s names its job %s", (name, want) => {
  expect(toJobName(name)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  if (name !== "Größe & Co.") expect(toJobName(name)).toBe(want);
});

test("the same handler twice needs a job file", () => {
  expect(() => jobFromFolder({ kind: "folder", path: "x", stages: ["ocr", "ocr"], settings: [] }, "x")).toThrow(/names `ocr` twice/);
});
