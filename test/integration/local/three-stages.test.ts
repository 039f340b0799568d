/**
 * Three stages over documents that fail, crash, hang and eat memory, in a real run: what becomes of each is told by the
 * rules of `support/three-stage-job.ts` before the run, and looked up behind it in the files that the run leaves.
 */
import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles, readJson, readJsonLines, type ResultLine, sha256 } from "./support/output-files.ts";
import { processesWithEnvironment } from "./support/process-watch.ts";
import { type ReamEnd, runReam } from "./support/run-ream.ts";
import { sumResults } from "./support/sum-results.ts";
import { BATCH_SIZE, BIND, boundFile, contentOf, DOCUMENTS, MARK_RULES, type MadeDocument, MEMORY_LIMIT_MIB, STAGES, type Want, wantAfterRetry, wantAtFirst, WORKERS, writeThreeStageJob } from "./support/three-stage-job.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const MIB = 1024 * 1024;
/**
 * All that the pools may hold: each of the two pools of processes has WORKERS of them, and each process its share. Beside that:
 * - the parent, with ledger and plans;
 * - pages of files, which shares do not count: Node's own in each of its processes, those that are about to be replaced too;
 * - what is taken before the next look at a process, 200 ms later, or 400 ms on a busy machine: some 1.3 GiB/s on two cores,
 *   measured with the greediest command here, by two at a time.
 */
const POOLS_MIB = 2 * WORKERS * MEMORY_LIMIT_MIB;
const PARENT_MIB = 256;
const FILE_PAGES_MIB = (2 * WORKERS + 2) * 64;
const BETWEEN_LOOKS_MIB = 800;
const MOST_MIB = POOLS_MIB + PARENT_MIB + FILE_PAGES_MIB + BETWEEN_LOOKS_MIB;

const RUN_TIMEOUT_MS = 120_000;

let folder: TestFolder;
let words: readonly string[];
let environment: Record<string, string>;

interface Round {
  readonly end: ReamEnd;
  readonly results: ResultLine[];
  readonly failures: ResultLine[];
  readonly summary: Record<string, unknown>;
  /** Ids, once for each start of the first stage's command in this round. */
  readonly starts: string[];
}

async function runRound(command: readonly string[]): Promise<Round> {
  await writeFile(folder.at("marks/runs"), "");
  const end = await runReam(command, { environment });
  const starts = (await readFile(folder.at("marks/runs"), "utf8")).split("\n").slice(0, -1);
  return { end, starts, results: await readJsonLines(folder.at("out/results.jsonl")), failures: await readJsonLines(folder.at("out/failures.jsonl")), summary: await readJson(folder.at("out/summary.json")) };
}

beforeAll(async () => {
  folder = await makeTestFolder();
  // Commands are handed TMPDIR: whatever they start can be found again by it.
  environment = { TMPDIR: folder.path };
  ({ words } = await writeThreeStageJob(folder));
});

afterAll(async () => {
  for (const { pid } of processesWithEnvironment(folder.path)) process.kill(pid, "SIGKILL");
  await folder.remove();
});

/** By place in the manifest. */
const WANTS: readonly Want[] = DOCUMENTS.map(wantAtFirst);

function at(wants: readonly Want[], index: number): Want {
  const want = wants[index];
  if (want === undefined) throw new RangeError(`no document ${index}`);
  return want;
}

/** One line a document: a difference shows as a line of two columns that differ. */
function brief({ id, outcome, reason, attempts, stages }: Pick<ResultLine, "id" | "outcome" | "attempts" | "stages"> & { readonly reason?: string | undefined }): string {
  return `${id}: ${outcome} ${reason ?? ""} after ${attempts} = ${stages.map((stage) => `${stage.name} ${stage.attempts}`).join(" + ")}`;
}

function wantedBrief({ id }: MadeDocument, { outcome, reason, attempts }: Want): string {
  const stages = attempts.map((count, place) => ({ name: STAGES[place] ?? "", millis: 0, attempts: count }));
  return brief({ id, outcome, reason, stages, attempts: attempts.reduce((sum, each) => sum + each, 0) });
}

test("the documents of this test meet every ending at every stage that has it", () => {
  const endings = new Set(WANTS.map(({ outcome, reason, attempts }) => `${STAGES[attempts.length - 1]} ${reason ?? outcome}`));
  for (const reason of ["RejectedByHandler", "HandlerError", "HandlerCrashed", "Timeout", "OutOfMemory", "InvalidResult"]) expect(endings).toContain(`mark ${reason}`);
  for (const reason of ["HandlerError", "HandlerCrashed", "Timeout", "OutOfMemory"]) expect(endings).toContain(`press ${reason}`);
  for (const ending of ["HandlerError", "RejectedByHandler", "OutOfMemory", "Skipped", "Succeeded"]) expect(endings).toContain(`bind ${ending}`);
  expect(DOCUMENTS.filter(({ kind }) => kind === "good").length).toBe((DOCUMENTS.length / BATCH_SIZE) * (BATCH_SIZE - 1));
});

describe("a job of three stages with documents that do everything wrong", () => {
  let round: Round;

  beforeAll(async () => {
    round = await runRound([...words, "--json"]);
    const { memory, parentPeakBytes, millis } = round.end;
    const toMiB = (bytes: number): number => Math.round(bytes / MIB);
    console.log(
      `peak memory of the tree: ${toMiB(memory.peakBytes)} MiB in at most ${memory.peakProcesses} processes (${memory.samples} samples), the parent alone ${toMiB(parentPeakBytes)} MiB; ` +
        `bound ${MOST_MIB} MiB = pools ${POOLS_MIB} + parent ${PARENT_MIB} + pages of files ${FILE_PAGES_MIB} + between two looks ${BETWEEN_LOOKS_MIB}; ${DOCUMENTS.length} documents in ${(millis / 1000).toFixed(1)} s`,
    );
  }, RUN_TIMEOUT_MS);

  test("ends with exit code 1, and with each document as the rules say, after as many attempts", () => {
    expect(round.end).toMatchObject({ exitCode: 1, signal: null });
    expect(round.results.map(brief)).toEqual(DOCUMENTS.map((document) => wantedBrief(document, at(WANTS, document.index))));
  });

  test("leaves the neighbours of a bad document alone: one attempt each, and one start of the command", () => {
    const good = DOCUMENTS.filter(({ kind }) => kind === "good");
    const startsOf = countEach(round.starts);
    expect(good.filter(({ id, index }) => startsOf.get(id) !== 1 || round.results[index]?.stages[0]?.attempts !== 1)).toEqual([]);
    expect([...startsOf]).toEqual(expect.arrayContaining(DOCUMENTS.map(({ id, index }) => [id, at(WANTS, index).attempts[0]])));
  });

  test("says what was wrong with each", () => {
    const wrong = DOCUMENTS.filter(({ index }) => at(WANTS, index).message?.test(round.results[index]?.message ?? "") === false);
    expect(wrong.map(({ id, index }) => `${id}: ${round.results[index]?.message}`)).toEqual([]);
    for (const { outcome, message = "" } of round.results) expect(message === "" || outcome === "Failed").toBe(true);
  });

  test("lists place, group and input of each, in the order of the manifest", () => {
    expect(round.results.map(({ id, index, group }) => ({ id, index, group }))).toEqual(DOCUMENTS.map(({ id, index, group }) => ({ id, index, group })));
    const inputs = round.results.flatMap(({ index, input }) => (input === undefined ? [] : [{ index, ...input }]));
    expect(inputs).toEqual(inputs.map(({ index }) => ({ index, ...inputOf(index) })));
    const passed = WANTS.filter(({ attempts }) => attempts.length > 1).length;
    expect(inputs.length).toBeGreaterThanOrEqual(passed);
  });

  test("leaves the output of each that succeeded, and records its hash and result", async () => {
    const want = DOCUMENTS.map(({ id, index }) => (at(WANTS, index).outcome === "Succeeded" ? [{ name: `${id}.simulate.txt`, bytes: BIND.outputBytes, sha256: sha256(boundFile(id)) }] : []));
    expect(round.results.map(({ outputs }) => outputs)).toEqual(want);
    for (const { name, sha256: recorded } of want.flat()) expect(sha256(await readFile(folder.at("out", name)))).toBe(recorded);
    const results = round.results.filter(({ result }) => result !== undefined);
    expect(results.map(({ outcome, result }) => `${outcome} ${JSON.stringify(result).length}`)).toEqual(want.flat().map(() => `Succeeded ${BIND.resultBytes}`));
  });

  test("lists the failed ones with their last error, and no others", () => {
    expect(round.failures).toEqual(round.results.filter(({ outcome }) => outcome === "Failed"));
  });

  test("adds up: documents, each stage, and each level of each group", () => {
    const sums = sumResults(DOCUMENTS.map((document) => ({ ...document, ...at(WANTS, document.index) })), STAGES);
    expect(round.summary).toMatchObject({ documents: sums.documents, groups: sums.groups, sealed: "Completed", round: 0 });
    expect(Object.keys(round.summary["groups"] as object)).toEqual(["a", "a/b", "a/b/c", "d", "d/e", "d/e/f"]);
    expect(round.summary["stages"]).toEqual(sums.stages.map((stage) => ({ ...stage, millis: round.results.reduce((sum, line) => sum + (line.stages.find(({ name }) => name === stage.name)?.millis ?? 0), 0) })));
    expect(countsOfFailures(round.summary)).toEqual(sums.failures);
  });

  test("shows the same numbers at its end and in `ream status`", async () => {
    const { documents, stages, failures } = sumResults(DOCUMENTS.map((document) => ({ ...document, ...at(WANTS, document.index) })), STAGES);
    const last = JSON.parse(round.end.stdout.trimEnd().split("\n").at(-1) ?? "") as { type: string; progress: Record<string, unknown> };
    expect(last).toMatchObject({ type: "result", exitCode: 1, outcome: "completed", progress: { phase: "Completed", ...documents, pending: 0, queued: 0, retrying: 0 } });
    expect(last.progress["stages"]).toMatchObject(stages.map(({ name, succeeded, failed, skipped }) => ({ name, succeeded, failed, skipped, pending: 0, queued: 0 })));
    expect((last.progress["failures"] as unknown[]).length).toBe(Math.min(10, failures.length));
    const status = await runReam(["status", folder.at("out"), "--json"]);
    expect(JSON.parse(status.stdout)).toMatchObject({ state: "finished", job: "three-stages", progress: { ...documents } });
  });

  test("writes nothing else: intermediate files of failed documents stay for a retry, those of others are gone", async () => {
    expect(await listFiles(folder.at("out"), [".ream"])).toEqual(["failures.jsonl", "results.jsonl", "summary.json", ...filesOf(WANTS)].sort());
    expect((await listFiles(folder.at("out/.ream"))).filter((path) => path.startsWith("tasks/") && !path.endsWith("/"))).toEqual([]);
    expect(await listFiles(folder.path, ["out"])).toEqual(["job.yaml", "mark.sh", "marks/runs", "docs/manifest.jsonl", ...DOCUMENTS.map(({ id }) => `docs/${id}`)].sort());
    for (const document of DOCUMENTS) expect(await readFile(folder.at("docs", document.id), "utf8")).toBe(contentOf(document));
  });

  test("leaves no process behind", () => {
    expect(round.end.left).toEqual([]);
    expect(processesWithEnvironment(folder.path)).toEqual([]);
  });

  test("keeps the memory of the whole tree within what the pools may hold", () => {
    expect(round.end.memory.samples).toBeGreaterThan(50);
    expect(round.end.memory.peakBytes).toBeLessThan(MOST_MIB * MIB);
    expect(round.end.parentPeakBytes).toBeLessThan(PARENT_MIB * MIB);
  });
});

describe("`ream retry`, once what hung, ate memory and was busy is mended,", () => {
  let before: readonly Want[] = WANTS;

  /** A new round over those that failed for one of these reasons. */
  function retried(isTaken: (want: Want) => boolean): { readonly wants: readonly Want[]; readonly taken: readonly MadeDocument[] } {
    const taken = DOCUMENTS.filter(({ index }) => at(before, index).outcome === "Failed" && isTaken(at(before, index)));
    return { taken, wants: DOCUMENTS.map((document) => (taken.includes(document) ? wantAfterRetry(document, at(before, document.index)) : at(before, document.index))) };
  }

  async function expectRound(words: readonly string[], isTaken: (want: Want) => boolean): Promise<void> {
    const { wants, taken } = retried(isTaken);
    const results = await readJsonLines(folder.at("out/results.jsonl"));
    const { round: number } = await readJson(folder.at("out/summary.json"));
    const round = await runRound(words);
    expect(round.end).toMatchObject({ exitCode: 1, left: [] });
    expect(round.results.map(brief)).toEqual(DOCUMENTS.map((document) => wantedBrief(document, at(wants, document.index))));
    const others = DOCUMENTS.filter((document) => !taken.includes(document)).map(({ index }) => index);
    expect(others.map((index) => round.results[index])).toEqual(others.map((index) => results[index]));
    const started = taken.filter(({ index }) => at(before, index).attempts.length === 1);
    expect([...countEach(round.starts)].sort()).toEqual(started.map(({ id, index }) => [id, (at(wants, index).attempts[0] ?? 0) - (at(before, index).attempts[0] ?? 0)] as const).sort());
    const sums = sumResults(DOCUMENTS.map((document) => ({ ...document, ...at(wants, document.index) })), STAGES);
    expect(round.summary).toMatchObject({ round: Number(number) + 1, documents: sums.documents, groups: sums.groups, stages: sums.stages });
    expect(countsOfFailures(round.summary)).toEqual(sums.failures);
    expect(round.failures).toEqual(round.results.filter(({ outcome }) => outcome === "Failed"));
    expect(await listFiles(folder.at("out"), [".ream"])).toEqual(["failures.jsonl", "results.jsonl", "summary.json", ...filesOf(wants)].sort());
    before = wants;
  }

  beforeAll(() => writeFile(folder.at("marks/mended"), ""));

  test(
    "runs only those that failed for the reason again, each from the stage where it failed",
    () => expectRound(["retry", folder.at("out"), "--reason", "Timeout", "--workers", String(WORKERS)], ({ reason }) => reason === "Timeout"),
    RUN_TIMEOUT_MS,
  );

  test("without a reason runs all that failed again, and no other", () => expectRound(["retry", folder.at("out"), "--workers", String(WORKERS)], () => true), RUN_TIMEOUT_MS);

  test("of a reason that no document failed for runs nothing, and the results stay", async () => {
    const results = await readFile(folder.at("out/results.jsonl"), "utf8");
    const round = await runRound(["retry", folder.at("out"), "--reason", "Encrypted"]);
    expect(round.end).toMatchObject({ exitCode: 1, left: [] });
    expect(round.starts).toEqual([]);
    expect(await readFile(folder.at("out/results.jsonl"), "utf8")).toBe(results);
  });
});

function countEach(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function inputOf(index: number): { bytes: number; sha256: string } {
  const document = DOCUMENTS[index];
  if (document === undefined) throw new RangeError(`no document ${index}`);
  const content = contentOf(document);
  return { bytes: Buffer.byteLength(content), sha256: sha256(content) };
}

function countsOfFailures(summary: Record<string, unknown>): unknown[] {
  const failures = summary["failures"] as { reason: string; stage: string; count: number; sampleDocument: string }[];
  return failures.map(({ reason, stage, count, sampleDocument }) => ({ reason, stage, count, sampleDocument }));
}

/** What documents leave in the output. */
function filesOf(wants: readonly Want[]): string[] {
  return DOCUMENTS.flatMap(({ id, kind, index }) => {
    const { outcome, attempts } = at(wants, index);
    if (outcome === "Skipped") return [];
    if (outcome === "Succeeded") return [`${id}.simulate.txt`];
    const rule = MARK_RULES[kind];
    const leaves = "leaves" in rule ? rule.leaves : ["primary.txt"];
    const marked = attempts.length > 1 ? [...leaves, "stage.json"].map((suffix) => `.stages/mark/${id}.${suffix}`) : [];
    const pressed = attempts.length > 2 ? ["simulate.txt", "stage.json"].map((suffix) => `.stages/press/${id}.${suffix}`) : [];
    return [...marked, ...pressed];
  });
}
