/** A run that is told to stop loses nothing and wastes no attempt: the next one goes on, and comes to the same results. */
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listFiles, readJson, readJsonLines, type ResultLine, withoutTimes } from "./support/output-files.ts";
import { runReam, startReam, type ReamEnd, type RunningReam, untilDuring } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const DOCUMENTS = 120;
const TIMEOUT_MS = 120_000;

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeTestFolder();
});

afterEach(() => folder.remove());

/** Two stages, the second one in the worker's own process; every third document or so fails once, and some for good. */
async function writeJob(options: object = {}): Promise<void> {
  const apiVersion = "ream.dev/v1alpha1";
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => ({ id: `${index % 4}/${index}`, group: `g${index % 4}/${index % 2}` }));
  const spec = {
    source: { documents },
    pipeline: [
      { pool: "first", options: { seed: 3, millis: 40, failPercent: 20, crashPercent: 2, outputBytes: 500, ...options } },
      { pool: "second", options: { seed: 4, millis: 5, failPercent: 10, rejectPercent: 5, skipPercent: 5, outputBytes: 3000, resultBytes: 50 } },
    ],
    batchSize: 5,
    retry: { maxAttempts: 3, initialDelaySeconds: 0, maxDelaySeconds: 1 },
  };
  const resources = [
    { apiVersion, kind: "WorkerPool", metadata: { name: "first" }, spec: { handler: "simulate", documentTimeoutSeconds: 60 } },
    { apiVersion, kind: "WorkerPool", metadata: { name: "second" }, spec: { handler: "simulate", execution: "io" } },
    { apiVersion, kind: "BatchJob", metadata: { name: "stopped" }, spec },
  ];
  await folder.write("job.yaml", resources.map((each) => JSON.stringify(each)).join("\n---\n"));
}

function words(output: string): string[] {
  return ["run", folder.at("job.yaml"), "--output", folder.at(output), "--workers", "2", "--json"];
}

interface Event {
  readonly type: string;
  readonly message?: string;
  readonly reason?: string;
  readonly phase?: string;
  readonly progress?: { readonly total: number; readonly succeeded: number; readonly failed: number; readonly skipped: number };
}

function eventsOf(stdout: string): Event[] {
  return stdout.split("\n").slice(0, -1).map((line) => JSON.parse(line) as Event);
}

function lastEvent({ stdout }: ReamEnd): Event {
  const event = eventsOf(stdout).at(-1);
  if (event === undefined) throw new Error("the run said nothing");
  return event;
}

interface TryInLedger {
  readonly outcome: string;
  readonly index: number;
  readonly stage: number;
  readonly try: number;
}

async function ledgerOf(output: string): Promise<readonly TryInLedger[]> {
  const text = await readFile(folder.at(output, ".ream/ledger.jsonl"), "utf8").catch(() => "");
  const lines = text.split("\n").slice(0, -1).map((line) => JSON.parse(line) as { data: { outcomes?: TryInLedger[] } });
  return lines.flatMap(({ data }) => data.outcomes ?? []);
}

/** Of tries of documents: a document that is given back has no index of its own there. */
async function triesOf(output: string): Promise<readonly TryInLedger[]> {
  return (await ledgerOf(output)).filter(({ outcome }) => ["Succeeded", "Failed", "Rejected", "Skipped"].includes(outcome));
}

async function untilTries(run: RunningReam, output: string, tries: number): Promise<void> {
  await untilDuring(run, async () => (await triesOf(output)).length >= tries);
}

async function undisturbed(): Promise<readonly ResultLine[]> {
  expect(await runReam(words("undisturbed"))).toMatchObject({ exitCode: 1, left: [] });
  return readJsonLines(folder.at("undisturbed/results.jsonl"));
}

async function expectSameEnd(output: string, want: readonly ResultLine[]): Promise<void> {
  const results = await readJsonLines(folder.at(output, "results.jsonl"));
  expect(withoutTimes(results)).toEqual(withoutTimes(want));
  expect(await listFiles(folder.at(output), [".ream"])).toEqual(await listFiles(folder.at("undisturbed"), [".ream"]));
  const { documents, groups } = await readJson(folder.at(output, "summary.json"));
  const { documents: wantDocuments, groups: wantGroups } = await readJson(folder.at("undisturbed/summary.json"));
  expect({ documents, groups }).toEqual({ documents: wantDocuments, groups: wantGroups });
}

/** An outcome that ends a document at a stage stands once: nothing that had ended was done again. */
async function expectNothingTwice(output: string): Promise<void> {
  const ends = (await triesOf(output)).filter(({ outcome }) => outcome !== "Failed").map(({ index, stage }) => `${index}/${stage}`);
  expect(ends.filter((end, place) => ends.indexOf(end) < place)).toEqual([]);
}

describe.each(["SIGINT", "SIGTERM"] as const)("%s once", (signal) => {
  test(
    "lets the documents in hand end, ends with 3 and says how to go on; the next run comes to the same end",
    async () => {
      await writeJob();
      const want = await undisturbed();
      const run = startReam(words("out"));
      await untilTries(run, "out", 30);
      run.process.kill(signal);
      const stopped = await run.ended;
      expect(stopped).toMatchObject({ exitCode: 3, left: [] });
      expect(stopped.stderr).toContain("finishing the documents in hand; once more to stop at once");
      expect(lastEvent(stopped)).toMatchObject({ type: "result", outcome: "stopped", reason: "drained", message: expect.stringContaining("run again to go on") });
      const { succeeded = 0, failed = 0, skipped = 0 } = lastEvent(stopped).progress ?? {};
      expect(succeeded + failed + skipped).toBeLessThan(DOCUMENTS);
      expect(await listFiles(folder.at("out"), [".ream", ".stages"])).not.toContain("results.jsonl");

      const status = await runReam(["status", folder.at("out"), "--json"]);
      expect(JSON.parse(status.stdout)).toMatchObject({ state: "unfinished", job: "stopped", progress: { total: DOCUMENTS, succeeded, failed, skipped } });
      const text = await runReam(["status", folder.at("out")]);
      expect(text.stdout).toMatch(/The run has not finished\. Give its `ream run` command again to go on\.\n.*\/120/s);
      expect(await runReam(["results", folder.at("out")])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("there are no results yet") });

      expect(await runReam(words("out"))).toMatchObject({ exitCode: 1, left: [] });
      await expectSameEnd("out", want);
      await expectNothingTwice("out");
    },
    TIMEOUT_MS,
  );
});

test(
  "stopped again and again, a run still comes to the same end",
  async () => {
    await writeJob();
    const want = await undisturbed();
    for (const tries of [1, 40, 90, 150]) {
      const run = startReam(words("out"));
      await untilTries(run, "out", tries);
      run.process.kill("SIGINT");
      expect(await run.ended).toMatchObject({ exitCode: 3, left: [] });
    }
    expect(await runReam(words("out"))).toMatchObject({ exitCode: 1, left: [] });
    await expectSameEnd("out", want);
    await expectNothingTwice("out");
  },
  TIMEOUT_MS,
);

describe("SIGINT twice", () => {
  test(
    "ends at once, whatever the documents do, and costs them no attempt",
    async () => {
      await writeJob({ millis: 50_000 });
      const run = startReam(words("out"));
      await untilDuring(run, () => run.stdout().includes('"queued":120'));
      // Both slots have a document in hand.
      await untilDuring(run, async () => (await runReam(["status", folder.at("out"), "--json"])).stdout.includes('"state":"running"'));
      run.process.kill("SIGINT");
      await untilDuring(run, () => run.stderr().includes("once more to stop at once"));
      const secondMs = performance.now();
      run.process.kill("SIGINT");
      const stopped = await run.ended;
      expect(performance.now() - secondMs).toBeLessThan(5000);
      expect(stopped).toMatchObject({ exitCode: 3, left: [] });
      expect(lastEvent(stopped)).toMatchObject({ type: "result", outcome: "stopped" });
      expect(await triesOf("out")).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    "of a run that hangs ends it, too, and the next run goes on",
    async () => {
      await writeJob();
      const want = await undisturbed();
      const run = startReam(words("out"));
      await untilTries(run, "out", 20);
      run.process.kill("SIGINT");
      run.process.kill("SIGINT");
      expect(await run.ended).toMatchObject({ exitCode: 3, left: [] });
      expect(await runReam(words("out"))).toMatchObject({ exitCode: 1, left: [] });
      await expectSameEnd("out", want);
      await expectNothingTwice("out");
    },
    TIMEOUT_MS,
  );
});

test(
  "a run in progress is told by `ream status`, with its process and how far it is",
  async () => {
    await writeJob();
    const run = startReam(words("out"));
    await untilTries(run, "out", 20);
    const status = await runReam(["status", folder.at("out"), "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ state: "running", pid: run.pid, progress: { total: DOCUMENTS } });
    expect((await runReam(["status", folder.at("out")])).stdout).toContain(`A run is in progress (process ${run.pid}).`);
    expect(await run.ended).toMatchObject({ exitCode: 1, left: [] });
    const after = await runReam(["status", folder.at("out"), "--json"]);
    expect(JSON.parse(after.stdout)).toMatchObject({ state: "finished" });
  },
  TIMEOUT_MS,
);

test(
  "a finished run that is started again does nothing and says the same",
  async () => {
    await writeJob();
    const want = await undisturbed();
    const results = await readFile(folder.at("undisturbed/results.jsonl"), "utf8");
    const tries = (await triesOf("undisturbed")).length;
    const again = await runReam(words("undisturbed"));
    expect(again).toMatchObject({ exitCode: 1, left: [] });
    expect(await readFile(folder.at("undisturbed/results.jsonl"), "utf8")).toBe(results);
    expect((await triesOf("undisturbed")).length).toBe(tries);
    expect(want.length).toBe(DOCUMENTS);
  },
  TIMEOUT_MS,
);
