import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DocumentEnding } from "./document-ending.ts";
import type { DocumentTask } from "./document-task.ts";
import { type TestSetupData, setUp } from "./isolation/testing/test-setup.ts";
import { finalName, ownerOf } from "./output-names.ts";
import { processDocument } from "./process-document.ts";
import { DocumentTimeoutError, WorkerStoppedError } from "./stop-reasons.ts";
import { makeContext, makeDocumentTask } from "./testing/make-document-task.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-process-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function inFolder(task: DocumentTask): DocumentTask {
  return { ...task, scratchPath: join(folder, "scratch") };
}

function run(task: DocumentTask, data: TestSetupData = {}): Promise<DocumentEnding> {
  return processDocument({ task: inFolder(task), setup: setUp({ output: folder, ...data }), signal: new AbortController().signal });
}

/** Puts the files of an ending into place, as the worker does. */
async function commit(task: DocumentTask, ending: DocumentEnding): Promise<string[]> {
  const files = ending.ending === "Succeeded" ? ending.files : [];
  for (const { file, suffix } of files) {
    const place = join(folder, finalName(ownerOf(task), suffix));
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, await readFile(join(folder, "scratch", file)));
  }
  return files.map(({ suffix }) => finalName(ownerOf(task), suffix));
}

describe("endings", () => {
  test.each([
    { act: "skip", want: { ending: "Skipped", message: "nothing to do" } },
    { act: "split", want: { ending: "Split", parts: 3, pagesPerPart: 2, pages: 5 } },
    { act: "reject", want: { ending: "Rejected", reason: "Encrypted", message: "has a password" } },
    { act: "fail", want: { ending: "Failed", reason: "PageTimeout", message: "page 3", retryAfterSeconds: 8 } },
    { act: "unavailable", want: { ending: "Unavailable", message: "the store does not answer" } },
    { act: "full", want: { ending: "Unavailable", message: "ENOSPC: no space left on device" } },
    { act: "badSplit", want: { ending: "Rejected", reason: "InvalidResult" } },
  ])("$act ends as $want.ending", async ({ act, want }) => {
    expect(await run(makeDocumentTask({ act }))).toMatchObject(want);
  });

  test("any other error is the handler's, with a bounded message", async () => {
    const ending = await run(makeDocumentTask({ act: "bug" }));
    expect(ending).toMatchObject({ ending: "Failed", reason: "HandlerError", message: expect.stringMatching(/^not a function x{485}$/) });
  });

  test.each([
    { name: "a document that took too long", reason: new DocumentTimeoutError(1500), want: { ending: "Failed", reason: "Timeout", message: "took longer than 1.5 s" } },
    { name: "a worker that stops", reason: new WorkerStoppedError(), want: { ending: "Stopped" } },
  ])("an aborted signal says that it is $name", async ({ reason, want }) => {
    const controller = new AbortController();
    const task = inFolder(makeDocumentTask({ act: "wait", ms: "60000" }));
    const ending = processDocument({ task, setup: setUp({}), signal: controller.signal });
    controller.abort(reason);
    expect(await ending).toEqual(want);
  });
});

describe("results and outputs", () => {
  test("a small result of the last stage rides along, without a scratch folder", async () => {
    const task = makeDocumentTask({ act: "echo" }, { attempt: 3, context: makeContext({ options: { dpi: 300 } }) });
    expect(await run(task)).toEqual({ ending: "Succeeded", files: [], result: { attempt: 3, options: { dpi: 300 }, earlier: {} } });
    expect(existsSync(join(folder, "scratch"))).toBe(false);
  });

  test("a result of more than 1 KiB becomes a file", async () => {
    const ending = await run(makeDocumentTask({ act: "large", bytes: "1023" }));
    expect(ending).toMatchObject({ ending: "Succeeded", files: [{ file: "kept/result.json", suffix: ".result.json", bytes: 1025 }] });
    expect(await run(makeDocumentTask({ act: "large", bytes: "1022" }))).toMatchObject({ files: [], result: expect.any(String) });
  });

  test("a result beyond the limit is refused", async () => {
    expect(await run(makeDocumentTask({ act: "large", bytes: "99" }), { maxResultBytes: 100 })).toMatchObject({ ending: "Rejected", reason: "InvalidResult" });
  });

  test("what the handler wrote is hashed and stays in the scratch folder", async () => {
    const ending = await run(makeDocumentTask({ act: "write", text: "hello" }));
    const sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    expect(ending).toEqual({ ending: "Succeeded", files: [{ file: "out/made", suffix: ".txt", bytes: 5, sha256 }], result: { made: true }, engine: "test 1" });
    expect(existsSync(join(folder, "scratch/out/made"))).toBe(true);
  });

  test.each([
    { name: "a file that is not there", metadata: { act: "claim", file: "no" } },
    { name: "a file outside of its folder", metadata: { act: "claim", file: "../../etc/passwd" } },
    { name: "an absolute path", metadata: { act: "claim", file: "/etc/passwd" } },
    { name: "a link", metadata: { act: "link" } },
    { name: "a suffix with a folder in it", metadata: { act: "claim", file: "a", suffix: "/../x" } },
    { name: "a suffix that the worker itself uses", metadata: { act: "claim", file: "a", suffix: ".stage.json" } },
    { name: "suffixes that differ only in case", metadata: { act: "twice" } },
  ])("a handler may not name $name", async ({ metadata }) => {
    expect(await run(makeDocumentTask(metadata))).toMatchObject({ ending: "Rejected", reason: "InvalidResult" });
    expect(existsSync(join(folder, "scratch"))).toBe(false);
  });
});

describe("stages", () => {
  const stageNames = ["first", "second", "third"];

  function ofStage(stage: number, metadata: Record<string, string>): DocumentTask {
    return makeDocumentTask(metadata, { context: makeContext({ stage, stageNames }) });
  }

  test("the first stage reads the source, and what was read is told", async () => {
    await writeFile(join(folder, "source"), "12345");
    const task = makeDocumentTask({ act: "echo" });
    const withUri = { ...task, document: { ...task.document, uri: pathToFileURL(join(folder, "source")).href } };
    expect(await run(withUri, { needsInput: true })).toMatchObject({ result: { bytes: 5 }, input: { bytes: 5, sha256: expect.any(String) } });
  });

  test("a later stage reads the newest primary output and all earlier results", async () => {
    const first = ofStage(0, { act: "write", text: "1234567" });
    const names = await commit(first, await run(first));
    expect(names).toEqual([".stages/first/a.txt", ".stages/first/a.stage.json"]);
    const second = ofStage(1, { act: "echo" });
    await commit(second, await run(second));
    const third = await run(ofStage(2, { act: "echo" }), { needsInput: true });
    expect(third).toMatchObject({ result: { bytes: 7, earlier: { first: { made: true }, second: { attempt: 1 } } }, files: [] });
  });

  test("a missing record of an earlier stage is a failure that may be tried again", async () => {
    const ending = await run(ofStage(1, { act: "echo" }));
    expect(ending).toMatchObject({ ending: "Failed", reason: "Unavailable", message: expect.stringContaining(".stages/first/a.stage.json") });
  });

  test("a primary output that is not the recorded one is not read", async () => {
    const first = ofStage(0, { act: "write", text: "1234567" });
    await commit(first, await run(first));
    await writeFile(join(folder, ".stages/first/a.txt"), "other");
    expect(await run(ofStage(1, { act: "echo" }), { needsInput: true })).toMatchObject({ ending: "Failed", reason: "Unavailable" });
  });
});

describe("parts", () => {
  const split = { parts: 3, pagesPerPart: 2, pages: 5, sha256: "" };

  test("a part gets its pages, and the join what the parts have left", async () => {
    for (const part of [0, 1, 2]) {
      const task = makeDocumentTask({ act: "write" }, { try: 4, part: { part, split } });
      expect(await commit(task, await run(task))).toEqual([`.stages/only.parts/a.t4.p${part}.txt`, `.stages/only.parts/a.t4.p${part}.stage.json`]);
    }
    const last = await run(makeDocumentTask({ act: "echo" }, { part: { part: 2, split } }));
    expect(last).toMatchObject({ ending: "Succeeded" });
    const join0 = makeDocumentTask({}, { try: 4, part: { part: "join", split } });
    const joined = await run(join0);
    expect(joined).toMatchObject({ ending: "Succeeded", result: [{ made: true }, { made: true }, { made: true }] });
    expect(await commit(join0, joined)).toEqual(["a.txt"]);
    expect(await readFile(join(folder, "a.txt"), "utf8")).toBe([0, 1, 2].map((part) => `${part}:${folder}/.stages/only.parts/a.t4.p${part}.txt`).join("\n"));
  });

  test("a part of a source that has changed is refused", async () => {
    await writeFile(join(folder, "source"), "12345");
    const task = makeDocumentTask({ act: "echo" }, { part: { part: 0, split: { ...split, sha256: "0".repeat(64) } } });
    const withUri = { ...task, document: { ...task.document, uri: pathToFileURL(join(folder, "source")).href } };
    expect(await run(withUri, { needsInput: true })).toMatchObject({ ending: "Rejected", reason: "SourceChanged" });
  });

  test("a part is not split again", async () => {
    expect(await run(makeDocumentTask({ act: "split" }, { part: { part: 0, split } }))).toMatchObject({ ending: "Rejected", reason: "InvalidResult" });
  });
});
