/** A run that is told to stop loses nothing and wastes no attempt: the next one goes on, and comes to the same results. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles, readJson, readJsonLines, type ResultLine, withoutTimes } from "./support/output-files.ts";
import { runReam, startReam, type ReamEnd, type RunningReam, untilDuring } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const DOCUMENTS = 80;
const TIMEOUT_MS = 120_000;
/** Children are killed, and what they had is given back. */
const MOST_STOP_MS = 5000;

let folder: TestFolder;
/** Of a run that nobody stopped. */
let want: readonly ResultLine[];

beforeAll(async () => {
  folder = await makeTestFolder();
  await writeJob("job.yaml", { millis: 40 });
  await writeJob("slow.yaml", { millis: 50_000 });
  expect(await runReam(words("undisturbed"))).toMatchObject({ exitCode: 1, left: [] });
  want = await readJsonLines(folder.at("undisturbed/results.jsonl"));
}, TIMEOUT_MS);

afterAll(() => folder.remove());

/** Two stages, the second one in the worker's own process; every third document or so fails once, and some for good. */
async function writeJob(name: string, options: { readonly millis: number }): Promise<void> {
  const apiVersion = "ream.dev/v1alpha1";
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => ({ id: `${index % 4}/${index}`, group: `g${index % 4}/${index % 2}` }));
  const spec = {
    source: { documents },
    pipeline: [
      { pool: "first", options: { seed: 3, failPercent: 20, crashPercent: 2, outputBytes: 500, ...options } },
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
  await folder.write(name, resources.map((each) => JSON.stringify(each)).join("\n---\n"));
}

function words(output: string, job = "job.yaml"): string[] {
  return ["run", folder.at(job), "--output", folder.at(output), "--workers", "2", "--json"];
}

interface Event {
  readonly type: string;
  readonly message?: string;
  readonly reason?: string;
  readonly queued?: number;
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

/** As of the run that nobody stopped; and nothing that had ended was done again. */
async function expectSameEnd(output: string): Promise<void> {
  const results = await readJsonLines(folder.at(output, "results.jsonl"));
  expect(withoutTimes(results)).toEqual(withoutTimes(want));
  expect(await listFiles(folder.at(output), [".ream"])).toEqual(await listFiles(folder.at("undisturbed"), [".ream"]));
  const { documents, groups } = await readJson(folder.at(output, "summary.json"));
  const { documents: wantDocuments, groups: wantGroups } = await readJson(folder.at("undisturbed/summary.json"));
  expect({ documents, groups }).toEqual({ documents: wantDocuments, groups: wantGroups });
  const ends = (await triesOf(output)).filter(({ outcome }) => outcome !== "Failed").map(({ index, stage }) => `${index}/${stage}`);
  expect(ends.filter((end, place) => ends.indexOf(end) < place)).toEqual([]);
}

describe.each([["SIGINT", 1], ["SIGTERM", 60]] as const)("%s once", (signal, tries) => {
  test(
    "lets the documents in hand end, ends with 3 and says how to go on; the next run comes to the same end",
    async () => {
      const run = startReam(words(signal));
      await untilTries(run, signal, tries);
      run.process.kill(signal);
      const stopped = await run.ended;
      expect(stopped).toMatchObject({ exitCode: 3, left: [] });
      expect(stopped.stderr).toContain("finishing the documents in hand; once more to stop at once");
      expect(lastEvent(stopped)).toMatchObject({ type: "result", outcome: "stopped", reason: "drained", message: expect.stringContaining("run again to go on") });
      const { succeeded = 0, failed = 0, skipped = 0 } = lastEvent(stopped).progress ?? {};
      expect(succeeded + failed + skipped).toBeLessThan(DOCUMENTS);
      expect(await listFiles(folder.at(signal), [".ream", ".stages"])).not.toContain("results.jsonl");

      const status = await runReam(["status", folder.at(signal), "--json"]);
      expect(JSON.parse(status.stdout)).toMatchObject({ state: "unfinished", job: "stopped", progress: { total: DOCUMENTS, succeeded, failed, skipped } });
      const text = await runReam(["status", folder.at(signal)]);
      expect(text.stdout).toMatch(/The run has not finished\. Give its `ream run` command again to go on\.\n.*\/80/s);
      expect(await runReam(["results", folder.at(signal)])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("there are no results yet") });

      expect(await runReam(words(signal))).toMatchObject({ exitCode: 1, left: [] });
      await expectSameEnd(signal);
    },
    TIMEOUT_MS,
  );
});

test(
  "SIGINT twice ends a run at once, whatever its documents do, and costs them no attempt; until then `ream status` tells of it",
  async () => {
    const run = startReam(words("slow", "slow.yaml"));
    // Documents have been handed out.
    await untilDuring(run, () => eventsOf(run.stdout()).some(({ queued = 0 }) => queued > 0));
    const status = await runReam(["status", folder.at("slow"), "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ state: "running", pid: run.pid, progress: { total: DOCUMENTS } });
    run.process.kill("SIGINT");
    await untilDuring(run, () => run.stderr().includes("once more to stop at once"));
    const secondMs = performance.now();
    run.process.kill("SIGINT");
    const stopped = await run.ended;
    expect(performance.now() - secondMs).toBeLessThan(MOST_STOP_MS);
    expect(stopped).toMatchObject({ exitCode: 3, left: [] });
    expect(lastEvent(stopped)).toMatchObject({ type: "result", outcome: "stopped" });
    expect(await triesOf("slow")).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "a run that is stopped at once, again and again, still comes to the same end",
  async () => {
    for (const tries of [1, 30, 90]) {
      const run = startReam(words("often"));
      await untilTries(run, "often", tries);
      run.process.kill("SIGINT");
      run.process.kill("SIGTERM");
      expect(await run.ended).toMatchObject({ exitCode: 3, left: [] });
    }
    expect(await runReam(words("often"))).toMatchObject({ exitCode: 1, left: [] });
    await expectSameEnd("often");
  },
  TIMEOUT_MS,
);

test(
  "a finished run that is started again does nothing and says the same",
  async () => {
    const results = await readFile(folder.at("undisturbed/results.jsonl"), "utf8");
    const tries = (await triesOf("undisturbed")).length;
    expect(await runReam(words("undisturbed"))).toMatchObject({ exitCode: 1, left: [] });
    expect(await readFile(folder.at("undisturbed/results.jsonl"), "utf8")).toBe(results);
    expect((await triesOf("undisturbed")).length).toBe(tries);
    expect(JSON.parse((await runReam(["status", folder.at("undisturbed"), "--json"])).stdout)).toMatchObject({ state: "finished", progress: { total: DOCUMENTS } });
  },
  TIMEOUT_MS,
);
