import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireRunLock } from "../local/run-lock.ts";
import { makeFolder, type TestFolder } from "./testing/make-folder.ts";
import { makeProgress, runCommand } from "./testing/make-world.ts";

let folder: TestFolder;
let output = "";

beforeEach(async () => {
  folder = await makeFolder({ "scans/a.pdf": "%PDF" });
  output = join(folder.path, "out");
  await runCommand(["run", "--pipeline", "ocr", join(folder.path, "scans"), "--output", output]);
});

afterEach(() => folder.remove());

const SUMMARY = {
  job: "scans",
  documents: { total: 3, pending: 0, queued: 0, retrying: 0, succeeded: 2, failed: 1, skipped: 0, cancelled: 0 },
  durationSeconds: 90,
  stages: [{ name: "ocr", pool: "ocr", succeeded: 2, failed: 1 }],
  failures: [{ reason: "Corrupt", stage: "ocr", count: 1, sampleDocument: "c.pdf", message: "no PDF" }],
};

async function finish(): Promise<void> {
  await writeFile(join(output, "summary.json"), JSON.stringify(SUMMARY));
  await writeFile(join(output, "results.jsonl"), '{"id":"a.pdf","outcome":"Succeeded"}\n{"id":"b\\u001b[2J.pdf","outcome":"Succeeded"}\n{"id":"c.pdf","outcome":"Failed","reason":"Corrupt","message":"no PDF"}\n');
  await writeFile(join(output, "failures.jsonl"), '{"id":"c.pdf","outcome":"Failed","reason":"Corrupt","message":"no PDF"}\n');
}

describe("status", () => {
  test("of a finished run shows its summary", async () => {
    await finish();
    const end = await runCommand(["status", output]);
    expect(end).toMatchObject({ exitCode: 0, stderr: "" });
    expect(end.stdout).toMatch(/^Job scans: ocr\nCompleted with failures: 3 documents in 1 min 30 s.*Corrupt +ocr +1 +c\.pdf +no PDF/s);
  });

  test("of a stopped run says how to go on, and how far it is where the ledger tells", async () => {
    expect((await runCommand(["status", output])).stdout).toMatch(/The run has not finished\. Give its `ream run` command again/);
    const end = await runCommand(["status", output], { readProgress: async () => makeProgress({ phase: "Stopped", total: 4, succeeded: 1, pending: 3 }) });
    expect(end.stdout).toMatch(/25%, 1\/4, stopped/);
  });

  test("of a run in progress names the process", async () => {
    const lock = await acquireRunLock(join(output, ".ream/lock"));
    const end = await runCommand(["status", output, "--json"]);
    await lock.release();
    expect(JSON.parse(end.stdout)).toMatchObject({ job: "scans", state: "running", pid: process.pid, folder: output });
  });

  test("of a damaged summary says so", async () => {
    await writeFile(join(output, "summary.json"), "{");
    expect(await runCommand(["status", output])).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/summary\.json cannot be read/) });
  });
});

describe("results", () => {
  test("are listed in order, one line a document, and cannot steer the terminal", async () => {
    await finish();
    const end = await runCommand(["results", output]);
    expect(end.stdout).toBe("succeeded  a.pdf\nsucceeded  b\u{fffd}[2J.pdf\nfailed     c.pdf  Corrupt: no PDF\n");
  });

  test("can be only the failed ones, and JSON as it is in the file", async () => {
    await finish();
    expect((await runCommand(["results", output, "--failed", "--json"])).stdout).toBe('{"id":"c.pdf","outcome":"Failed","reason":"Corrupt","message":"no PDF"}\n');
  });

  test("of an unfinished run are not there yet, and the message says why", async () => {
    expect(await runCommand(["results", output])).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/there are no results yet: the run has not finished/) });
  });
});

describe("retry", () => {
  test("runs the folder's own job again for the given reasons", async () => {
    const end = await runCommand(["retry", output, "--reason", "Timeout", "--reason", "OutOfMemory", "--workers", "2"]);
    expect(end).toMatchObject({ exitCode: 0 });
    expect(end.runs[0]).toMatchObject({ retryFailed: { reasons: ["Timeout", "OutOfMemory"] }, workers: 2, update: false, job: { metadata: { name: "scans" } } });
  });

  test("is refused where the documents' folder is gone", async () => {
    await folder.remove();
    folder = await makeFolder({ "scans/a.pdf": "%PDF" });
    output = join(folder.path, "out");
    const moved = await makeFolder();
    await runCommand(["run", "--pipeline", "ocr", join(folder.path, "scans"), "--output", join(moved.path, "out")]);
    await folder.remove();
    const end = await runCommand(["retry", join(moved.path, "out")]);
    await moved.remove();
    expect(end).toMatchObject({ exitCode: 2, runs: [], stderr: expect.stringMatching(/the documents of this run lay in .*scans.*Put it back/) });
  });
});

describe("validate", () => {
  test("takes files meant for a cluster, and tells what each holds", async () => {
    const file = join(folder.path, "job.yaml");
    await writeFile(file, "apiVersion: ream.dev/v1alpha1\nkind: BatchJob\nmetadata: {name: a}\nspec: {source: {s3: {bucket: abc}}, pipeline: [{pool: elsewhere}], suspend: true}\n");
    expect(await runCommand(["validate", file])).toMatchObject({ exitCode: 0, stdout: `${file}: BatchJob a is valid\n`, stderr: "" });
  });

  test("ends with 2 when one of several files is wrong, and judges the others all the same", async () => {
    const good = join(folder.path, "pool.yaml");
    const bad = join(folder.path, "bad.yaml");
    await writeFile(good, "apiVersion: ream.dev/v1alpha1\nkind: WorkerPool\nmetadata: {name: ocr}\nspec: {handler: ocr}\n");
    await writeFile(bad, "apiVersion: ream.dev/v1alpha1\nkind: BatchJob\nmetadata: {name: a}\nspec: {source: {documents: [{id: a}]}, pipeline: [{pool: ocr, options: {dpy: 1}}]}\n");
    const end = await runCommand(["validate", bad, join(folder.path, "absent.yaml"), good]);
    expect(end).toMatchObject({ exitCode: 2, stdout: `${good}: WorkerPool ocr is valid\n` });
    expect(end.stderr).toMatch(/bad\.yaml:4:\d+ spec\.pipeline\[0\]\.options\.dpy: unknown option.*absent\.yaml cannot be read/s);
  });
});

test.each([[["--help"]], [["run", "--help"]], [["validate", "--help"]], [["status", "--help"]], [["results", "--help"]], [["retry", "--help"]]])("help has examples: %j", async (words) => {
  const end = await runCommand(words);
  expect(end).toMatchObject({ exitCode: 0, stderr: "" });
  expect(end.stdout).toMatch(/Examples:\n/);
});

test("the version is that of the package", async () => {
  expect(await runCommand(["--version"])).toMatchObject({ exitCode: 0, stdout: "1.2.3\n" });
});
