import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseResource } from "../contract/api/parse-resource.ts";
import type { LocalJob } from "./job-record.ts";
import { inspectOutputFolder, openOutputFolder, type OutputFolder, reopenOutputFolder } from "./output-folder.ts";
import { OutputFolderError } from "./output-folder-error.ts";
import { RunInProgressError } from "./run-lock.ts";
import { OUTPUT_VOLUME } from "./run-job-options.ts";

let folder = "";
let output = "";
const opened: OutputFolder[] = [];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "ream-output-")));
  output = join(folder, "a", "text");
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await rm(folder, { recursive: true, force: true });
});

interface Variation {
  readonly name?: string;
  readonly options?: object;
  readonly batchSize?: number;
  readonly include?: readonly string[];
  readonly input?: string;
  readonly priority?: number;
}

function makeJob({ name = "scans", options = {}, batchSize = 10, include = [], input = "/scans", priority = 0 }: Variation = {}): LocalJob {
  const spec = { source: { volume: { name: "scans", include } }, pipeline: [{ pool: "ocr", options }], output: { volume: { name: OUTPUT_VOLUME, path: "" } }, batchSize, priority };
  const parsed = parseResource({ apiVersion: "ream.dev/v1alpha1", kind: "BatchJob", metadata: { name }, spec });
  const pool = parseResource({ apiVersion: "ream.dev/v1alpha1", kind: "WorkerPool", metadata: { name: "ocr" }, spec: { handler: "ocr" } });
  if (!parsed.ok || !pool.ok || parsed.resource.kind !== "BatchJob" || pool.resource.kind !== "WorkerPool") throw new Error("the sample is wrong");
  return { job: parsed.resource, pools: [pool.resource], volumes: new Map([["scans", input]]) };
}

async function open(job = makeJob(), update = false): Promise<OutputFolder> {
  const made = await openOutputFolder(output, job, { update });
  opened.push(made);
  return made;
}

async function openAndClose(job = makeJob()): Promise<OutputFolder> {
  const made = await open(job);
  await made.close();
  return made;
}

test("a folder that is absent is made, with its record, and belongs to the job from then on", async () => {
  const first = await openAndClose();
  expect(first).toMatchObject({ isNew: true, paths: { folder: output, ledger: join(output, ".ream", "ledger.jsonl") } });
  expect(first.record.volumes.get(OUTPUT_VOLUME)).toBe(output);
  const second = await open();
  expect(second).toMatchObject({ isNew: false, record: { uid: first.record.uid } });
});

test("what may change between runs may change: priority, pools' limits", async () => {
  const { record } = await openAndClose();
  const again = await open(makeJob({ priority: 5 }));
  expect(again.record.uid).toBe(record.uid);
  expect((await inspectOutputFolder(output)).record.job.spec.priority).toBe(5);
});

test.each<[string, Variation, RegExp]>([
  ["another job", { name: "other" }, /belongs to another job: it holds results of "scans", and this is "other"/],
  ["other options", { options: { languages: ["deu"] } }, /spec\.pipeline/],
  ["another source", { include: ["**/*.pdf"] }, /spec\.source/],
  ["another batch size", { batchSize: 3 }, /its batch size is 10, and here it is 3/],
  ["another folder of documents", { input: "/others" }, /came from \/scans, and here they come from \/others.*--update/],
])("an output of %s is refused, says why, and is left as it was", async (_, variation, want) => {
  await openAndClose();
  const before = await readFile(join(output, ".ream", "job.json"), "utf8");
  await expect(open(makeJob(variation))).rejects.toThrow(want);
  expect(await readFile(join(output, ".ream", "job.json"), "utf8")).toBe(before);
  expect(await readdir(join(output, ".ream"))).toEqual(["job.json", "lock"]);
});

test("an update may bring another folder of documents, recorded when its ledger is in place", async () => {
  await openAndClose();
  const update = await open(makeJob({ input: "/others" }), true);
  await writeFile(update.paths.ledger, "old");
  await writeFile(update.paths.snapshot, "old");
  await writeFile(update.paths.nextLedger, "new");
  expect((await inspectOutputFolder(output)).record.volumes.get("scans")).toBe("/scans");
  await update.adoptNextLedger();
  expect(await readFile(update.paths.ledger, "utf8")).toBe("new");
  expect(await readdir(update.paths.state)).not.toContain("snapshot");
  expect((await inspectOutputFolder(output)).record.volumes.get("scans")).toBe("/others");
});

test("a second run in the same folder is refused, by whatever name the folder is called", async () => {
  await open();
  await symlink(output, join(folder, "link"));
  await expect(openOutputFolder(join(folder, "link"), makeJob(), { update: false })).rejects.toThrow(RunInProgressError);
});

test("a folder with files of its own is taken", async () => {
  await mkdir(output, { recursive: true });
  await writeFile(join(output, "notes.txt"), "mine");
  await open();
  expect(await readFile(join(output, "notes.txt"), "utf8")).toBe("mine");
});

test.each(["results.jsonl", "failures.jsonl", "summary.json", ".stages"])("a folder that holds somebody else's %s is refused, and nothing is written", async (name) => {
  await mkdir(output, { recursive: true });
  await writeFile(join(output, name), "mine");
  await expect(open()).rejects.toThrow(name);
  expect(await readdir(output)).toEqual([name]);
});

test("an output that is a file, or lies below one, is refused with a remedy", async () => {
  await mkdir(join(folder, "a"));
  await writeFile(output, "a file");
  await expect(open()).rejects.toThrow(/is a file\. Give a folder/);
  output = join(output, "below");
  await expect(open()).rejects.toThrow(/a part of its path is a file/);
});

test("an output that cannot be made is refused", async () => {
  output = "/proc/ream-output";
  await expect(open()).rejects.toThrow(OutputFolderError);
});

test.each([
  ["a damaged record", "{", /job\.json is damaged/],
  ["a later layout", '{"layout":99}', /another version of Ream/],
])("%s is not overwritten", async (_, content, want) => {
  await openAndClose();
  await writeFile(join(output, ".ream", "job.json"), content);
  await expect(open()).rejects.toThrow(want);
  expect(await readFile(join(output, ".ream", "job.json"), "utf8")).toBe(content);
});

test("a moved output is opened again with its own job, at its new place", async () => {
  const { record } = await openAndClose();
  await rename(output, join(folder, "moved"));
  const again = await reopenOutputFolder(join(folder, "moved"));
  opened.push(again);
  expect(again.record.uid).toBe(record.uid);
  expect(again.record.job).toEqual(record.job);
  expect(again.record.volumes.get(OUTPUT_VOLUME)).toBe(join(folder, "moved"));
});

test("a folder that no run has written to is not taken for one", async () => {
  await expect(inspectOutputFolder(folder)).rejects.toThrow(/is not an output folder/);
  await expect(reopenOutputFolder(join(folder, "absent"))).rejects.toThrow(/does not exist/);
});

test("task folders that a killed run left are gone", async () => {
  const first = await openAndClose();
  await mkdir(join(first.paths.tasks, "1"), { recursive: true });
  await open();
  expect(await readdir(first.paths.state)).not.toContain("tasks");
});
