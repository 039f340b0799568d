import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireRunLock } from "../local/run-lock.ts";
import { LedgerUnwritableError } from "../local/ledger-unwritable-error.ts";
import { makeFolder, type TestFolder } from "./testing/make-folder.ts";
import { type CommandEnd, makeProgress, makeResult, runCommand } from "./testing/make-world.ts";

const GOOD = `apiVersion: ream.dev/v1alpha1
kind: BatchJob
metadata: {name: scans}
spec:
  source: {volume: {name: scans}}
  pipeline: [{pool: ocr}]
`;

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeFolder({ "scans/a.pdf": "%PDF", "job.yaml": GOOD });
});

afterEach(() => folder.remove());

const at = (name: string): string => join(folder.path, name);

/** Runs job.yaml with this text. */
async function runFile(text: string | Uint8Array, ...more: readonly string[]): Promise<CommandEnd> {
  await writeFile(at("job.yaml"), text);
  return runCommand(["run", at("job.yaml"), "--volume", `scans=${at("scans")}`, "--output", at("out"), ...more]);
}

function expectOneScreen({ stderr, stdout }: CommandEnd): void {
  expect(stdout).toBe("");
  expect(stderr.split("\n").length).toBeLessThanOrEqual(24);
  expect(Math.max(...stderr.split("\n").map((line) => line.length))).toBeLessThan(500);
}

test("the good job of these tests runs", async () => {
  const end = await runFile(GOOD);
  expect(end).toMatchObject({ exitCode: 0, stderr: "" });
  expect(end.runs[0]).toMatchObject({ job: { metadata: { name: "scans" } }, pools: [{ metadata: { name: "ocr" } }], update: false });
  expect(Object.fromEntries(end.runs[0]?.volumes ?? [])).toEqual({ scans: at("scans"), "ream-output": at("out") });
});

describe("a job file that is wrong ends with 2, names each place, runs nothing and writes nothing:", () => {
  test.each<[string, string | Uint8Array, readonly RegExp[]]>([
    ["not YAML", "spec: [a, b\nkind: x", [/job\.yaml:2:1 not valid YAML/, / 2 \| kind: x\n/]],
    ["a tab", "kind: BatchJob\n\tspec: {}\n", [/job\.yaml:2:1 not valid YAML: Tabs/]],
    ["a key twice", `${GOOD}kind: BatchJob\n`, [/job\.yaml:7:1 not valid YAML: Map keys must be unique/]],
    ["empty", "# nothing\n", [/the file is empty/]],
    ["text", "hello", [/must be an object/]],
    ["binary", new Uint8Array([0x25, 0x50, 0x44, 0x46, 0xff, 0xfe]), [/is no text in UTF-8/]],
    ["too large", "#".repeat(1024 * 1024 + 1), [/more than 1 MiB.*spec\.source\.manifest/]],
    ["an alias bomb", `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`, [/not valid YAML: Excessive alias count/]],
    ["very deep", "[".repeat(100_000), [/not valid YAML/]],
    ["an unknown field", `${GOOD}  batchsize: 3\n`, [/job\.yaml:7:3 spec\.batchsize: unknown field; did you mean `batchSize`\?/]],
    ["wrong types", `${GOOD}  priority: high\n  retry: {maxAttempts: []}\n`, [/job\.yaml:7:13 spec\.priority: must be/, /job\.yaml:8:11 spec\.retry\.maxAttempts: must be/]],
    ["two sources", GOOD.replace("{volume: {name: scans}}", "{volume: {name: scans}, documents: [{id: a}]}"), [/job\.yaml:5:3 spec\.source: must have exactly one of/]],
    ["no source", GOOD.replace("{volume: {name: scans}}", "{}"), [/spec\.source: must have exactly one of/]],
    ["an unknown pool", GOOD.replace("pool: ocr", "pool: marking"), [/job\.yaml:6:21 spec\.pipeline\[0\]\.pool: there is no pool `marking`: add a WorkerPool of this name/]],
    ["a pool that needs more", GOOD.replace("pool: ocr", "pool: exec"), [/spec\.pipeline\[0\]\.pool: no pool `exec` is built in/]],
    ["wrong options", GOOD.replace("pool: ocr", "pool: ocr, options: {langages: [eng], dpi: 1}"), [/spec\.pipeline\[0\]\.options\.langages: unknown option/, /options\.dpi: /]],
    ["two jobs", `${GOOD}---\n${GOOD.replace("name: scans}\nspec", "name: more}\nspec")}`, [/job\.yaml:10:18 metadata\.name: is a second BatchJob/]],
    ["no job", "apiVersion: ream.dev/v1alpha1\nkind: WorkerPool\nmetadata: {name: ocr}\nspec: {handler: ocr}\n", [/holds no BatchJob/]],
    ["an unknown kind", GOOD.replace("BatchJob", "BatchJbo"), [/job\.yaml:2:7 kind: must be one of BatchJob, WorkerPool; did you mean BatchJob\?/]],
    ["a source of a cluster", GOOD.replace("{volume: {name: scans}}", "{s3: {bucket: abc}}"), [/spec\.source\.s3: is not in local mode/]],
    ["a suspended job", `${GOOD}  suspend: true\n`, [/job\.yaml:7:12 spec\.suspend: must be false/]],
  ])("%s", async (_, text, wants) => {
    const end = await runFile(text);
    for (const want of wants) expect(end.stderr).toMatch(want);
    expect(end).toMatchObject({ exitCode: 2, runs: [] });
    expectOneScreen(end);
    expect((await readdir(folder.path)).sort()).toEqual(["job.yaml", "scans"]);
  });

  test("with all its problems at once, in the order of the file, the last ones counted", async () => {
    const end = await runFile(`${GOOD}${Array.from({ length: 30 }, (_, place) => `  wrong${place}: 1\n`).join("")}`);
    expect(end.stderr).toMatch(/job\.yaml:7:3 spec\.wrong0.*job\.yaml:13:3 spec\.wrong6.*… and 23 more/s);
    expectOneScreen(end);
  });
});

describe("a command line that is wrong ends with 2 and says what to do:", () => {
  test.each<[string, () => readonly string[], RegExp]>([
    ["an unknown command", () => ["runn"], /unknown command 'runn'.*Did you mean run\?/s],
    ["an unknown option", () => ["run", at("job.yaml"), "--ouput", "x"], /unknown option '--ouput'.*Did you mean --output\?/s],
    ["no job", () => ["run"], /missing required argument/],
    ["no output", () => ["run", at("job.yaml"), "--volume", `scans=${at("scans")}`], /--output DIR is missing/],
    ["a job file that is absent", () => ["run", at("absent.yaml"), "--output", at("out")], /absent\.yaml cannot be read: there is no such file/],
    ["a folder without a pipeline", () => ["run", at("scans"), "--output", at("out")], /is a folder\. Say what to do with its documents: `ream run --pipeline ocr/],
    ["a volume without a folder", () => ["run", at("job.yaml"), "--output", at("out")], /the volume `scans` of spec\.source\.volume has no folder: add --volume scans=DIR/],
    ["a volume that nobody names", () => ["run", at("job.yaml"), "--volume", `scans=${at("scans")}`, "--volume", "scasn=/", "--output", at("out")], /--volume scasn: the job's volumes are scans/],
    ["a volume whose folder is absent", () => ["run", at("job.yaml"), "--volume", `scans=${at("absent")}`, "--output", at("out")], /--volume scans=.*absent: there is no such folder/],
    ["a volume that is no NAME=DIR", () => ["run", at("job.yaml"), "--volume", "scans", "--output", at("out")], /must be NAME=DIR/],
    ["a folder of documents that is absent", () => ["run", "--pipeline", "ocr", at("absent"), "--output", at("out")], /absent: there is no such folder/],
    ["a file for a folder of documents", () => ["run", "--pipeline", "ocr", at("job.yaml"), "--output", at("out")], /job\.yaml is a file; give the folder/],
    ["an unknown handler", () => ["run", "--pipeline", "ocrr", at("scans"), "--output", at("out")], /handler `ocrr` is not known; did you mean `ocr`\?/],
    ["an option that the handler does not have", () => ["run", "--pipeline", "ocr", at("scans"), "--output", at("out"), "--set", "ocr.langages=eng"], /--set ocr\.langages: unknown option; did you mean `languages`\?/],
    ["an option of no stage", () => ["run", "--pipeline", "ocr", at("scans"), "--output", at("out"), "--set", "nlp.x=1"], /there is no stage `nlp`/],
    ["a number of workers that is none", () => ["run", at("job.yaml"), "--workers", "many"], /--workers must be a whole number between 1 and 1024/],
    ["an output among the documents", () => ["run", "--pipeline", "ocr", at("scans"), "--output", at("scans/out")], /lies in the folder of the documents/],
    ["an output that is a file", () => ["run", "--pipeline", "ocr", at("scans"), "--output", at("job.yaml")], /job\.yaml is a file\. Give a folder/],
    ["an output that cannot be made", () => ["run", "--pipeline", "ocr", at("scans"), "--output", "/proc/nowhere/out"], /the output \/proc\/nowhere\/out cannot be written/],
    ["status of what is no output", () => ["status", at("scans")], /is not an output folder of `ream run`/],
    ["results of what is absent", () => ["results", at("absent")], /does not exist/],
    ["an unknown reason", () => ["retry", at("scans"), "--reason", "Timeot"], /did you mean Timeout\?/],
  ])("%s", async (_, words, want) => {
    const end = await runCommand(words());
    expect(end.stderr).toMatch(want);
    expect(end).toMatchObject({ exitCode: 2, runs: [] });
    expectOneScreen(end);
    expect((await readdir(folder.path)).sort()).toEqual(["job.yaml", "scans"]);
    expect(await readdir(at("scans"))).toEqual(["a.pdf"]);
  });
});

describe("an output folder", () => {
  test("of another job is refused, whether the job is another or its pipeline", async () => {
    await runFile(GOOD);
    const other = await runFile(GOOD.replace("name: scans}\nspec", "name: other}\nspec"));
    expect(other).toMatchObject({ exitCode: 2, runs: [] });
    expect(other.stderr).toMatch(/belongs to another job.*Give another --output/);
    const changed = await runFile(GOOD.replace("pool: ocr", "pool: ocr, options: {dpi: 200}"));
    expect(changed.stderr).toMatch(/spec\.pipeline \(stages, pools or options\) is not the same/);
  });

  test("with a run in progress is refused with the process and a remedy", async () => {
    await runFile(GOOD);
    const lock = await acquireRunLock(at("out/.ream/lock"));
    const end = await runFile(GOOD);
    await lock.release();
    expect(end).toMatchObject({ exitCode: 2, runs: [] });
    expect(end.stderr).toContain(`kill ${process.pid}`);
    expect(await runFile(GOOD)).toMatchObject({ exitCode: 0 });
  });

  test("with files of somebody else that would be replaced is refused", async () => {
    await mkdir(at("out"));
    await writeFile(at("out/results.jsonl"), "mine");
    expect((await runFile(GOOD)).stderr).toMatch(/holds a results\.jsonl/);
  });

  test("is open for the next run, however the one before ended", async () => {
    const failing = async (): Promise<never> => Promise.reject(new Error("a bug"));
    const words = ["run", "--pipeline", "ocr", at("scans"), "--output", at("out")];
    const end = await runCommand(words, { runJob: failing });
    expect(end).toMatchObject({ exitCode: 3 });
    expect(end.stderr).toMatch(/an error in Ream itself, please report it/);
    expect(await runCommand(words)).toMatchObject({ exitCode: 0 });
  });
});

describe("the exit code of a run", () => {
  const words = (): string[] => ["run", "--pipeline", "ocr", at("scans"), "--output", at("out")];

  test.each([
    ["0 when every document succeeded or was skipped", { succeeded: 2, skipped: 1, total: 3 }, 0],
    ["1 when one failed", { succeeded: 2, failed: 1, total: 3 }, 1],
    ["1 when one was cancelled", { cancelled: 1, total: 1 }, 1],
  ])("is %s", async (_, counts, want) => {
    expect(await runCommand(words(), { runJob: async () => makeResult(counts) })).toMatchObject({ exitCode: want });
  });

  test("is 3 when it was stopped, and says how to go on", async () => {
    const stopped = { outcome: "stopped", reason: "drained", message: "", durationMs: 5, progress: makeProgress({ total: 9, succeeded: 4 }) } as const;
    const end = await runCommand(words(), { runJob: async () => stopped });
    expect(end).toMatchObject({ exitCode: 3 });
    expect(end.stdout).toMatch(/Stopped before the end \(asked to stop\): 4 of 9 documents have ended.*Run the same command again to go on/s);
  });

  test("is 3 on a full disk", async () => {
    const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    const end = await runCommand(words(), { runJob: async () => Promise.reject(new LedgerUnwritableError("/out/ledger", full)) });
    expect(end).toMatchObject({ exitCode: 3 });
    expect(end.stderr).toMatch(/no space is left on the device\. Free some space, then run again to go on/);
  });

  test("is 2 when the manifest is wrong, with its own words, also as JSON", async () => {
    const rejected = { outcome: "rejected", message: "the manifest has the id `a` twice: lines 3 and 9" } as const;
    const end = await runCommand(words(), { runJob: async () => rejected });
    expect(end).toMatchObject({ exitCode: 2, stderr: "ream: the manifest has the id `a` twice: lines 3 and 9\n" });
    const json = await runCommand([...words(), "--json"], { runJob: async () => rejected });
    expect(JSON.parse(json.stdout)).toEqual({ type: "error", message: rejected.message, exitCode: 2 });
  });
});
