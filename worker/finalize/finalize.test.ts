import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeManifestPage } from "../../contract/wire/codec.ts";
import type { ControlRecord } from "../../contract/wire/control.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import type { Outcome, OutputFile } from "../../contract/wire/outcome.ts";
import { type FinalizeFacts, finalize } from "./finalize.ts";
import { createVolumeResultsStore } from "./volume-results-store.ts";

const IDS = ["a.pdf", "b.pdf", "c.pdf"];
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-finalize-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry: JobEntry = {
  namespace: "default",
  name: "j",
  uid: "u",
  state: "sealed",
  round: 0,
  run: "r",
  source: { documents: [] },
  pipeline: [{ pool: "one", options: {} }, { pool: "two", options: {} }],
  output: { volume: { name: "out" }, deletionPolicy: "Retain", keepIntermediates: false },
  controlSequence: 0,
};

async function* toRecords(steps: readonly (ControlRecord | Outcome)[]): AsyncGenerator<LedgerRecord> {
  for (const [place, step] of steps.entries()) {
    const at = { sequence: place + 1, timeMs: 1_000_000 + place * 1000 };
    if ("type" in step) yield { ...at, body: { kind: "control", term: 1, record: step } };
    else yield { ...at, body: { kind: "outcomes", worker: "w", boot: "b", outcomes: [step] } };
  }
}

const DISCOVERED: ControlRecord = { type: "Discovered", run: "r", total: 3, pages: 1, stages: 2, blockSize: 1, sha256: "" };
const SEALED: ControlRecord = { type: "Sealed", reason: "Completed" };

async function leave(name: string, text: string): Promise<OutputFile> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
  return { name, bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}

function run(steps: readonly (ControlRecord | Outcome)[], isCurrent = true): Promise<FinalizeFacts> {
  const page = encodeManifestPage({ firstIndex: 0, documents: IDS.map((id) => ({ id, group: "g" })) });
  return finalize({
    entry,
    stageNames: ["one", "two"],
    records: toRecords(steps),
    manifests: { read: async () => page, write: async () => undefined },
    store: createVolumeResultsStore({ folder, pendingFolder: join(folder, ".ream", "pending") }),
    spillFolder: join(folder, ".ream", "spill"),
    isCurrent: () => isCurrent,
    signal: new AbortController().signal,
  });
}

async function results(): Promise<Record<string, unknown>[]> {
  return (await readFile(join(folder, "results.jsonl"), "utf8")).trimEnd().split("\n").map((line) => JSON.parse(line));
}

async function oneOfEach(): Promise<(ControlRecord | Outcome)[]> {
  const [stage, output] = [await leave(".stages/one/a.pdf.txt", "between"), await leave("a.pdf.txt", "final")];
  await leave(".stages/one/b.pdf.txt", "kept");
  return [
    DISCOVERED,
    { outcome: "Succeeded", index: 0, stage: 0, try: 1, millis: 3, outputs: [stage], input: { bytes: 9, sha256: "in" } },
    { outcome: "Succeeded", index: 1, stage: 0, try: 1, outputs: [{ name: ".stages/one/b.pdf.txt", bytes: 4, sha256: "" }] },
    { outcome: "Succeeded", index: 0, stage: 1, try: 1, millis: 4, outputs: [output], result: { words: 1 }, engine: "e" },
    { outcome: "Failed", index: 1, stage: 1, try: 1, reason: "HandlerError", last: false },
    { outcome: "Rejected", index: 1, stage: 1, try: 2, reason: "Corrupt", message: "cut short" },
    { outcome: "Skipped", index: 2, stage: 0, try: 1 },
    SEALED,
  ];
}

describe("finalize", () => {
  test("writes one line a document in manifest order, with what became of it", async () => {
    const facts = await run(await oneOfEach());
    expect(facts).toEqual({ counts: { succeeded: 1, failed: 1, skipped: 1, cancelled: 0 }, missingOutputs: 0 });
    expect(await results()).toMatchObject([
      { id: "a.pdf", index: 0, group: "g", outcome: "Succeeded", attempts: 2, outputs: [{ name: "a.pdf.txt", bytes: 5 }], input: { bytes: 9 }, result: { words: 1 }, engine: "e", worker: "w" },
      { id: "b.pdf", outcome: "Failed", reason: "Corrupt", message: "cut short", attempts: 3, outputs: [] },
      { id: "c.pdf", outcome: "Skipped", attempts: 1 },
    ]);
    expect((await readFile(join(folder, "failures.jsonl"), "utf8")).trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(await readFile(join(folder, "summary.json"), "utf8"))).toMatchObject({ documents: { total: 3, succeeded: 1, failed: 1, skipped: 1 }, groups: { g: { total: 3 } } });
  });

  test("removes what lies between the stages of documents that are through, and keeps that of failed ones", async () => {
    await run(await oneOfEach());
    expect(await readdir(join(folder, ".stages", "one"))).toEqual(["b.pdf.txt"]);
  });

  test("says that an output is missing, and which", async () => {
    const steps = await oneOfEach();
    await rm(join(folder, "a.pdf.txt"));
    expect(await run(steps)).toMatchObject({ missingOutputs: 1, message: expect.stringContaining("a.pdf.txt") });
  });

  test("says that an output has another size than was recorded", async () => {
    const steps = await oneOfEach();
    await writeFile(join(folder, "a.pdf.txt"), "longer than before");
    expect(await run(steps)).toMatchObject({ missingOutputs: 1 });
  });

  test("takes the hash of the file that is there for a document that ran more than once", async () => {
    const steps = await oneOfEach();
    steps.splice(3, 0, { outcome: "Failed", index: 0, stage: 1, try: 1, reason: "HandlerError", last: false });
    const written = await leave("a.pdf.txt", "FINAL");
    expect(await run(steps)).toMatchObject({ missingOutputs: 0 });
    expect((await results())[0]).toMatchObject({ outputs: [written] });
  });

  test("says that two documents wrote the same output", async () => {
    const output = await leave("a.b.txt", "whose?");
    const both = [0, 1].map((index): Outcome => ({ outcome: "Succeeded", index, stage: 1, try: 1, outputs: [output] }));
    const before = [0, 1].map((index): Outcome => ({ outcome: "Succeeded", index, stage: 0, try: 1 }));
    expect(await run([DISCOVERED, ...before, ...both, { type: "Sealed", reason: "Cancelled" }])).toMatchObject({ missingOutputs: 1, message: expect.stringContaining("a.b.txt was written by two documents") });
  });

  test("counts documents that a sealed round left open as cancelled", async () => {
    expect(await run([DISCOVERED, { type: "Sealed", reason: "Cancelled" }])).toMatchObject({ counts: { succeeded: 0, failed: 0, skipped: 0, cancelled: 3 } });
  });

  test("leaves the files of before when the job has gone on to another round, and nothing else behind", async () => {
    await leave("results.jsonl", "before\n");
    await expect(run(await oneOfEach(), false)).rejects.toThrow("another round");
    expect(await readFile(join(folder, "results.jsonl"), "utf8")).toBe("before\n");
    await expect(access(join(folder, "summary.json"))).rejects.toThrow("ENOENT");
    expect(await readdir(join(folder, ".ream", "pending"))).toEqual([]);
  });

  test("never looks at files outside the output, whatever a ledger says", async () => {
    const outside: Outcome = { outcome: "Succeeded", index: 0, stage: 1, try: 1, outputs: [{ name: "../../etc/passwd", bytes: 1, sha256: "" }] };
    await expect(run([DISCOVERED, { outcome: "Succeeded", index: 0, stage: 0, try: 1 }, outside, SEALED])).rejects.toThrow("outside the output folder");
  });
});
