import { expect, test } from "vitest";
import { CommandError } from "./command-error.ts";
import { parseRunRequest, type RunFlags } from "./run-request.ts";

test("a job file with its volumes is one value", () => {
  expect(parseRunRequest("job.yaml", { volume: ["scans=./my=scans", "more=/x"], secret: ["llm=./llm"], output: "out", workers: "4", update: true })).toEqual({
    target: { kind: "file", path: "job.yaml" },
    volumes: new Map([["scans", "./my=scans"], ["more", "/x"]]),
    secrets: new Map([["llm", "./llm"]]),
    output: "out",
    workers: 4,
    update: true,
    json: false,
  });
});

test("a pipeline over a folder is one value", () => {
  expect(parseRunRequest("scans", { pipeline: "ocr, simulate", output: "out", set: ["ocr.languages=eng,deu", "simulate.seed="], batchSize: "3", json: true })).toEqual({
    target: {
      kind: "folder",
      path: "scans",
      stages: ["ocr", "simulate"],
      settings: [
        { stage: "ocr", option: "languages", value: "eng,deu" },
        { stage: "simulate", option: "seed", value: "" },
      ],
      batchSize: 3,
    },
    volumes: new Map(),
    secrets: new Map(),
    output: "out",
    update: false,
    json: true,
  });
});

test.each<[string, RunFlags, RegExp]>([
  ["--set with a job file", { set: ["ocr.dpi=300"] }, /--set goes with --pipeline only/],
  ["--batch-size with a job file", { batchSize: "3" }, /--batch-size goes with --pipeline only/],
  ["--expand-archives with a job file", { expandArchives: true }, /--expand-archives goes with --pipeline only; write `archives: expand`/],
  ["--volume with a pipeline", { pipeline: "ocr", output: "o", volume: ["a=b"] }, /--volume goes with a job file/],
  ["--secret with a pipeline", { pipeline: "ocr", output: "o", secret: ["a=b"] }, /--secret goes with a job file/],
  ["a Secret without a folder", { secret: ["a"] }, /--secret a must be NAME=DIR, such as `--secret marker=/],
  ["a Secret twice", { secret: ["a=b", "a=c"] }, /--secret a is given twice/],
  ["a pipeline with a gap", { pipeline: "ocr,,nlp", output: "o" }, /--pipeline must be names of handlers/],
  ["a pipeline without an output", { pipeline: "ocr" }, /--output DIR is missing/],
  ["a setting without a stage", { pipeline: "ocr", output: "o", set: ["languages=eng"] }, /must be STAGE\.OPTION=VALUE/],
  ["a setting without a value", { pipeline: "ocr", output: "o", set: ["ocr.languages"] }, /must be STAGE\.OPTION=VALUE/],
  ["a volume without a name", { volume: ["=x"] }, /must be NAME=DIR/],
  ["a volume twice", { volume: ["a=x", "a=y"] }, /--volume a is given twice/],
  ["no workers", { workers: "0" }, /--workers must be a whole number/],
  ["half a worker", { workers: "1.5" }, /--workers must be a whole number/],
  ["a huge batch", { pipeline: "ocr", output: "o", batchSize: "1001" }, /--batch-size must be a whole number between 1 and 1000/],
])("%s is refused", (_, flags, want) => {
  expect(() => parseRunRequest("x", flags)).toThrow(want);
  expect(() => parseRunRequest("x", flags)).toThrow(CommandError);
});

test("what may be called is the word of whoever gives the command", () => {
  expect(parseRunRequest("job.yaml", { allowPrivateAddresses: true })).toMatchObject({ web: { allowPrivateAddresses: true, allowHttp: false } });
  expect(parseRunRequest("job.yaml", { allowHttp: true })).toMatchObject({ web: { allowPrivateAddresses: false, allowHttp: true } });
  expect(parseRunRequest("job.yaml", {})).not.toHaveProperty("web");
});

test("archives are expanded on request", () => {
  expect(parseRunRequest("scans", { pipeline: "ocr", output: "out", expandArchives: true }).target).toMatchObject({ archives: "expand" });
});

test("all problems are told at once", () => {
  expect(() => parseRunRequest("x", { workers: "0", volume: ["a"], set: ["b"] })).toThrow(/--set.*\n.*--volume.*\n.*--workers/);
});
