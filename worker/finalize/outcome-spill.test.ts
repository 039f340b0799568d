import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BUCKET_DOCUMENTS, OutcomeSpill } from "./outcome-spill.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-spill-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readAll(spill: OutcomeSpill, bucket: number): Promise<string[]> {
  return Array.fromAsync(spill.read(bucket));
}

test("gives a bucket's rows back in the order in which they came, written out or not", async () => {
  const spill = new OutcomeSpill(join(folder, "spill"));
  spill.add(0, "first");
  spill.add(BUCKET_DOCUMENTS, "other");
  await spill.flush();
  spill.add(5, "second");
  expect(await readAll(spill, 0)).toEqual(["first", "second"]);
  expect(await readAll(spill, 1)).toEqual(["other"]);
  expect(await readAll(spill, 2)).toEqual([]);
});

test("asks to be written out when it holds much, and leaves nothing behind", async () => {
  const spill = new OutcomeSpill(join(folder, "spill"));
  const row = "x".repeat(1024 * 1024);
  const asked = Array.from({ length: 40 }, (_, index) => spill.add(index, row));
  expect(asked.at(0)).toBe(false);
  expect(asked.at(-1)).toBe(true);
  await spill.flush();
  expect(spill.add(0, row)).toBe(false);
  await spill.remove();
  expect(await readdir(folder)).toEqual([]);
});
