/** A folder that changes between runs, as its owner sees it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readJsonLines } from "./support/output-files.ts";
import { type ReamEnd, runReam } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

/** Writes what it was given, and its id to a log: so it shows what was really worked on. */
const COMMAND = `#!/bin/sh
read -r task
id=\${task#*'"id":"'}; id=\${id%%'"'*}
input=\${task#*'"inputPath":"'}; input=\${input%%'"'*}
output=\${task#*'"outputDir":"'}; output=\${output%%'"'*}
echo "$id" >> "$WORK_LOG"
case "$id" in bad*) exit 65;; esac
cat "$input" > "$output/copy.txt"
`;

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeTestFolder();
  await writeFile(folder.at("command.sh"), COMMAND, { mode: 0o755 });
  await writeFile(folder.at("job.yaml"), toJob(folder));
  for (const name of ["a.txt", "b.txt", "c.txt", "bad.txt"]) await writeDocument(name, `first ${name}`);
});

afterEach(() => folder.remove());

function toJob({ at }: TestFolder): string {
  return `apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: copy}
spec:
  handler: exec
  exec: {command: ["${at("command.sh")}"]}
  env: [{name: WORK_LOG, value: "${at("work.log")}"}]
---
apiVersion: ream.dev/v1alpha1
kind: BatchJob
metadata: {name: copies}
spec:
  source: {volume: {name: documents, include: ["*.txt"]}}
  pipeline: [{pool: copy}]
  output: {volume: {name: results}}
`;
}

async function writeDocument(name: string, text: string): Promise<void> {
  await folder.write(`documents/${name}`, `${text}\n`);
}

async function run(...flags: string[]): Promise<ReamEnd & { readonly workedOn: string[] }> {
  await writeFile(folder.at("work.log"), "");
  const end = await runReam(["run", folder.at("job.yaml"), "--volume", `documents=${folder.at("documents")}`, "--output", folder.at("out"), ...flags]);
  const log = await readFile(folder.at("work.log"), "utf8");
  return { ...end, workedOn: log.split("\n").filter((id) => id !== "").sort() };
}

async function outcomes(): Promise<Record<string, string>> {
  return Object.fromEntries((await readJsonLines(folder.at("out/results.jsonl"))).map((line) => [line.id, line.outcome]));
}

test("a later run says what has changed and does nothing about it; --update takes it in, and only it", async () => {
  expect((await run()).exitCode).toBe(1);
  await writeDocument("d.txt", "new");
  await writeDocument("a.txt", "second, and longer");
  await rm(folder.at("documents/c.txt"));

  const again = await run();
  expect([again.exitCode, again.workedOn]).toEqual([1, []]);
  expect(again.stderr).toContain("1 new, 1 changed, 1 gone since the first run; add --update to take that in");

  const updated = await run("--update");
  expect([updated.exitCode, updated.workedOn]).toEqual([1, ["a.txt", "d.txt"]]);
  expect(await outcomes()).toEqual({ "a.txt": "Succeeded", "b.txt": "Succeeded", "bad.txt": "Failed", "d.txt": "Succeeded" });
  expect(await readFile(folder.at("out/a.txt.copy.txt"), "utf8")).toBe("second, and longer\n");
  expect(updated.left).toEqual([]);

  const last = await run();
  expect([last.workedOn, last.stdout]).toEqual([[], expect.stringContaining("nothing to do")]);
});

test("what failed before an update can be tried again after it", async () => {
  await run();
  await writeDocument("e.txt", "new");
  await run("--update");
  await writeFile(folder.at("work.log"), "");
  const retried = await runReam(["retry", folder.at("out")]);
  expect(retried.exitCode).toBe(1);
  expect(await readFile(folder.at("work.log"), "utf8")).toBe("bad.txt\n");
});

test("an update of a source that cannot be listed any more leaves everything as it was", async () => {
  await run();
  const before = await readFile(folder.at("out/results.jsonl"), "utf8");
  for (const name of ["a.txt", "b.txt", "c.txt", "bad.txt"]) await rm(folder.at(`documents/${name}`));
  const refused = await run("--update");
  expect([refused.exitCode, refused.workedOn]).toEqual([2, []]);
  expect(await readFile(folder.at("out/results.jsonl"), "utf8")).toBe(before);
  expect((await run()).exitCode).toBe(1);
});
