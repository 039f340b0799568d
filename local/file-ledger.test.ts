import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leader, outcomesOf, readAll, summarize } from "../test/conformance/ledger-suite.ts";
import { type AppendTarget, createAppendTarget } from "./append-target.ts";
import { FileLedger, type FileLedgerOptions, LedgerClosedError } from "./file-ledger.ts";
import { LedgerUnwritableError } from "./ledger-unwritable-error.ts";

const JOB = "uid-1";
let folder = "";
let path = "";
const opened: FileLedger[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-ledger-"));
  path = join(folder, "ledger.jsonl");
});

afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(options: Partial<FileLedgerOptions> = {}): Promise<FileLedger> {
  const ledger = await FileLedger.open({ path, jobUid: JOB, ...options });
  opened.push(ledger);
  return ledger;
}

async function write(...indexes: readonly number[]): Promise<void> {
  const ledger = await open();
  for (const index of indexes) await ledger.append(JOB, outcomesOf(index));
  await ledger.close();
}

async function summaries(ledger: FileLedger): Promise<string[]> {
  return (await readAll(ledger)).map(summarize);
}

test("a line holds the message as an object, not as a string in a string", async () => {
  const ledger = await open({ nowMs: () => 5 });
  await ledger.appendControl({ message: leader(1), expectedLastControlSequence: 0 });
  await ledger.close();
  expect(await readFile(path, "utf8")).toBe('{"sequence":1,"time":5,"subject":"control","data":{"v":1,"term":1,"control":{"type":"Leader","term":1}}}\n');
});

test("a torn last line is cut, told, and its sequence used again", async () => {
  await write(1, 2);
  await truncate(path, (await stat(path)).size - 7);
  const ledger = await open();
  expect(ledger.recovery).toMatchObject({ records: 1, garbageLines: 0 });
  expect(ledger.recovery.cutBytes).toBeGreaterThan(0);
  expect(await ledger.append(JOB, outcomesOf(3))).toEqual({ sequence: 2 });
  expect(await summaries(ledger)).toEqual(["outcomes 1", "outcomes 3"]);
});

test("a file cut at any byte opens with every record that was whole, and goes on", async () => {
  await write(1, 2, 3);
  const whole = await readFile(path);
  const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([place]) => place + 1);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (bytes) => {
      await writeFile(path, whole.subarray(0, bytes));
      const ledger = await open();
      const kept = ends.filter((end) => end <= bytes).length;
      expect(await summaries(ledger)).toEqual(["outcomes 1", "outcomes 2", "outcomes 3"].slice(0, kept));
      expect(await ledger.append(JOB, outcomesOf(9))).toEqual({ sequence: kept + 1 });
      await ledger.close();
    }),
    { numRuns: 40 },
  );
});

test("lines of garbage anywhere take no record away, and every reading gives the same sequences", async () => {
  await write(1, 2, 3);
  const lines = (await readFile(path, "utf8")).split("\n").slice(0, -1);
  await writeFile(path, ["garbage", lines[0], "", "{}", lines[1], lines[1], lines[2], "end"].map((line) => `${line}\n`).join(""));
  const ledger = await open();
  expect(ledger.recovery).toMatchObject({ records: 3, garbageLines: 5, cutBytes: 0 });
  const before = await readAll(ledger);
  expect(before.map(summarize)).toEqual(["outcomes 1", "outcomes 2", "outcomes 3", "garbage"]);
  await ledger.append(JOB, outcomesOf(4));
  expect((await readAll(ledger)).slice(0, before.length)).toEqual(before);
});

test("garbage in the place of a record keeps that place, so that later records keep theirs", async () => {
  await write(1, 2, 3);
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace('{"sequence":2', "xxxxxxxxxxxxx"));
  expect((await readAll(await open())).map(({ sequence, body }) => [sequence, body.kind])).toEqual([
    [1, "outcomes"],
    [2, "garbage"],
    [3, "outcomes"],
  ]);
});

test("an endless line is garbage and is never held whole", async () => {
  await write(1);
  for (let part = 0; part < 10; part++) await appendFile(path, "x".repeat(1024 * 1024));
  await appendFile(path, "\n");
  const ledger = await open();
  await ledger.append(JOB, outcomesOf(2));
  expect(await summaries(ledger)).toEqual(["outcomes 1", "garbage", "outcomes 2"]);
});

test("appends that wait share one write and one sync", async () => {
  let syncs = 0;
  const ledger = await open({
    appendTo: (file) => {
      const target = createAppendTarget(file);
      return { ...target, sync: () => (syncs++, target.sync()) };
    },
  });
  await Promise.all(Array.from({ length: 500 }, (_, index) => ledger.append(JOB, outcomesOf(index))));
  expect(syncs).toBeLessThanOrEqual(2);
});

test("reading from far behind in a large file starts near there and gives the same records", async () => {
  const ledger = await open();
  const large = `{"v":1,"worker":"w","boot":"b","outcomes":[],"pad":"${"x".repeat(50_000)}"}`;
  for (let group = 0; group < 4; group++) await Promise.all(Array.from({ length: 30 }, () => ledger.append(JOB, large)));
  const all = await readAll(ledger);
  expect(await readAll(ledger, 100)).toEqual(all.slice(99));
  await ledger.close();
  const again = await open();
  expect(await readAll(again, 77)).toEqual(all.slice(76));
  expect(await again.hashAt(100)).toMatch(/^[0-9a-f]{64}$/);
});

test("the hash names one record's bytes", async () => {
  const ledger = await open({ nowMs: () => 5 });
  await ledger.append(JOB, outcomesOf(1));
  await ledger.append(JOB, outcomesOf(1));
  expect(await ledger.hashAt(1)).toBe(await ledger.hashAt(1));
  expect(await ledger.hashAt(1)).not.toBe(await ledger.hashAt(2));
  expect(await ledger.hashAt(3)).toBeUndefined();
});

/** Takes `bytes` in all, then reports a full disk, after writing a part, as real ones do. */
function fullAfter(bytes: number): NonNullable<FileLedgerOptions["appendTo"]> {
  return (file): AppendTarget => {
    const target = createAppendTarget(file);
    let left = bytes;
    return {
      ...target,
      write: async (data) => {
        await target.write(data.subarray(0, left));
        if (data.length > left) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        left -= data.length;
      },
    };
  };
}

test("a full disk ends in one clear error, and leaves every confirmed record and nothing else", async () => {
  const ledger = await open({ appendTo: fullAfter(400) });
  await ledger.append(JOB, outcomesOf(1));
  const failures = await Promise.all([2, 3, 4].map((index) => ledger.append(JOB, outcomesOf(index)).catch((error: unknown) => error)));
  expect(failures.every((failure) => failure instanceof LedgerUnwritableError && failure.isDiskFull)).toBe(true);
  expect(String(failures[0])).toMatch(/no space is left on the device\. Free some space, then run again/);
  await expect(ledger.append(JOB, outcomesOf(5))).rejects.toBe(failures[0]);
  await ledger.close();
  const again = await open();
  expect(again.recovery.cutBytes).toBe(0);
  expect(await summaries(again)).toEqual(["outcomes 1"]);
});

test("a record that the disk did not confirm is taken back", async () => {
  const ledger = await open({
    appendTo: (file) => ({ ...createAppendTarget(file), sync: () => Promise.reject(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" })) }),
  });
  await expect(ledger.append(JOB, outcomesOf(1))).rejects.toThrow(/I\/O error/);
  await ledger.close();
  expect(await summaries(await open())).toEqual([]);
});

test("a file that cannot be opened is named", async () => {
  await expect(FileLedger.open({ path: join(folder, "absent", "ledger.jsonl"), jobUid: JOB })).rejects.toThrow(LedgerUnwritableError);
});

test("closing stores what was under way, refuses what comes later, and may be done twice", async () => {
  const ledger = await open();
  const underWay = ledger.append(JOB, outcomesOf(1));
  await Promise.all([ledger.close(), ledger.close()]);
  expect(await underWay).toEqual({ sequence: 1 });
  await expect(ledger.append(JOB, outcomesOf(2))).rejects.toThrow(LedgerClosedError);
});

test.each([
  ["another job's record", "uid-2", outcomesOf(1), /ledger of job/],
  ["a message of two lines", JOB, "{}\n{}", /one line/],
])("%s is refused before anything is written", async (_, job, message, want) => {
  const ledger = await open();
  await expect(ledger.append(job, message)).rejects.toThrow(want);
  expect(await readAll(ledger)).toEqual([]);
});
