import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder, type TestFolder } from "./testing/make-folder.ts";
import { type CommandEnd, runCommand } from "./testing/make-world.ts";

const JOB = `apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: marker}
spec:
  handler: http
  http: {url: "http://marker.example.org/", headersFrom: [{header: Authorization, secret: marker, key: token}]}
  secrets: [{name: marker}]
---
apiVersion: ream.dev/v1alpha1
kind: BatchJob
metadata: {name: marks}
spec:
  source: {volume: {name: scans}}
  pipeline: [{pool: marker}]
`;

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeFolder({ "scans/a.pdf": "%PDF", "secret/token": "Bearer x", "job.yaml": JOB });
});
afterEach(() => folder.remove());

const at = (name: string): string => join(folder.path, name);
const runJob = (...more: readonly string[]): Promise<CommandEnd> => runCommand(["run", at("job.yaml"), "--volume", `scans=${at("scans")}`, "--output", at("out"), ...more]);

test("the folder of a Secret is handed to the run, and kept for a retry", async () => {
  const end = await runJob("--secret", `marker=${at("secret")}`);
  expect(end).toMatchObject({ exitCode: 0, stderr: "" });
  expect(Object.fromEntries(end.runs[0]?.secrets ?? [])).toEqual({ marker: at("secret") });
  const retried = await runCommand(["retry", at("out")]);
  expect(Object.fromEntries(retried.runs[0]?.secrets ?? [])).toEqual({ marker: at("secret") });
});

test.each([
  ["none", [], "the pool `marker` takes the header Authorization from key `token` of the Secret `marker`: add --secret marker=DIR, a folder with a file `token` that holds the value"],
  ["a folder without the key", ["marker=scans"], "of the Secret `marker`, but there is no file `token` in"],
  ["a folder that is not there", ["marker=nowhere"], "of the Secret `marker`, but there is no file `token` in"],
  ["one that no pool lists", ["other=secret", "marker=secret"], "--secret other: the pools list marker"],
])("a job whose pools need a Secret is refused with %s", async (_, given, want) => {
  const flags = given.flatMap((text) => ["--secret", text.replace("=", `=${folder.path}/`)]);
  const end = await runJob(...flags);
  expect(end).toMatchObject({ exitCode: 2, runs: [] });
  expect(end.stderr).toContain(want);
});

test("a retry says when the folder has gone", async () => {
  await runJob("--secret", `marker=${at("secret")}`);
  await rm(at("secret"), { recursive: true });
  const end = await runCommand(["retry", at("out")]);
  expect(end).toMatchObject({ exitCode: 2, runs: [] });
  expect(end.stderr).toContain(`but there is no file \`token\` in ${at("secret")}`);
});
