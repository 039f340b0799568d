import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutcomeRow } from "./outcome-row.ts";
import { BUCKET_DOCUMENTS, OutcomeSpill } from "./outcome-spill.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-spill-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Told apart by its worker. */
function rowOf(index: number, worker: string): OutcomeRow {
  return { worker, outcome: { outcome: "Succeeded", index, stage: 0, try: 1, result: { said: "line\nfeed" } } };
}

test("gives a bucket's rows back in the order in which they came, written out or not", async () => {
  const spill = new OutcomeSpill(join(folder, "spill"));
  const rows = [rowOf(0, "first"), rowOf(BUCKET_DOCUMENTS, "other"), rowOf(5, "second"), rowOf(0, "third")];
  for (const row of rows.slice(0, 3)) spill.add(row);
  await spill.flush();
  for (const row of rows.slice(3)) spill.add(row);
  expect(await spill.read(0)).toEqual([rows[0], rows[2], rows[3]]);
  expect(await spill.read(1)).toEqual([rows[1]]);
  expect(await spill.read(2)).toEqual([]);
});

test("asks to be written out when it holds much, and leaves nothing behind", async () => {
  const spill = new OutcomeSpill(join(folder, "spill"));
  const row = rowOf(0, "x".repeat(1024 * 1024));
  const asked = Array.from({ length: 40 }, () => spill.add(row));
  expect(asked.at(0)).toBe(false);
  expect(asked.at(-1)).toBe(true);
  await spill.flush();
  expect(spill.add(row)).toBe(false);
  await spill.remove();
  expect(await readdir(folder)).toEqual([]);
});

test("counts about as many characters as it would write", async () => {
  const outputs = Array.from({ length: 20 }, (_, place) => ({ name: `a/b/${place}.txt`, bytes: 123_456 + place, sha256: "0".repeat(64) }));
  const row: OutcomeRow = { worker: "w", outcome: { outcome: "Succeeded", index: 0, stage: 0, try: 1, outputs, result: { pages: [1, 2, 3], text: "x".repeat(300) } } };
  const spill = new OutcomeSpill(join(folder, "spill"));
  let added = 1;
  while (!spill.add(row)) added += 1;
  const characters = added * JSON.stringify(row).length;
  expect(characters).toBeGreaterThan(25 * 1024 * 1024);
  expect(characters).toBeLessThan(40 * 1024 * 1024);
});
