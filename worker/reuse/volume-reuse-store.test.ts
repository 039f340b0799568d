import { appendFile, mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeContext } from "../testing/make-document-task.ts";
import type { ReusableResult } from "./reuse-store.ts";
import { createVolumeReuseStore } from "./volume-reuse-store.ts";

const CONTEXT = makeContext();
const KEY = "a".repeat(64);
const RESULT: ReusableResult = { key: KEY, id: "a/b.pdf", files: [{ name: "a/b.pdf.txt", file: "text.txt", suffix: ".txt", primary: true, sha256: "b".repeat(64) }], result: { pages: 3 }, engine: "x 1" };

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-reuse-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const store = createVolumeReuseStore(() => folder);
const shard = (): string => join(folder, ".ream/reuse/aaa.jsonl");

describe("a result that was kept", () => {
  test("is found by its key, by every process that shares the volume", async () => {
    await store.keep(CONTEXT, RESULT);
    expect(await createVolumeReuseStore(() => folder).find(CONTEXT, KEY)).toEqual(RESULT);
    expect(await store.find(CONTEXT, `${"a".repeat(63)}b`)).toBeUndefined();
  });

  test("gives way to a newer one", async () => {
    await store.keep(CONTEXT, RESULT);
    await store.keep(CONTEXT, { ...RESULT, id: "newer.pdf" });
    expect(await store.find(CONTEXT, KEY)).toMatchObject({ id: "newer.pdf" });
  });

  test("is found behind a line that was cut off, and before one", async () => {
    await store.keep(CONTEXT, RESULT);
    await appendFile(shard(), `\n{"key":"${KEY}","id":"torn`);
    expect(await store.find(CONTEXT, KEY)).toEqual(RESULT);
    await store.keep(CONTEXT, { ...RESULT, id: "behind.pdf" });
    expect(await store.find(CONTEXT, KEY)).toMatchObject({ id: "behind.pdf" });
  });

  test("is found among many written at once", async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `aaa${String(index).padStart(61, "0")}`);
    await Promise.all(keys.map((key) => store.keep(CONTEXT, { ...RESULT, key, id: key })));
    for (const key of keys) expect(await store.find(CONTEXT, key)).toMatchObject({ id: key });
    expect(await readdir(join(folder, ".ream/reuse"))).toEqual(["aaa.jsonl"]);
  });
});

describe("nothing is kept", () => {
  test("of a result that is larger than a line", async () => {
    await store.keep(CONTEXT, { ...RESULT, result: "x".repeat(20_000) });
    expect(await store.find(CONTEXT, KEY)).toBeUndefined();
  });

  test("in a file that is full", async () => {
    await store.keep(CONTEXT, { ...RESULT, key: `aaa${"0".repeat(61)}` });
    await truncate(shard(), 1024 * 1024);
    await store.keep(CONTEXT, RESULT);
    expect(await store.find(CONTEXT, KEY)).toBeUndefined();
  });

  test("where outputs lie on no volume", async () => {
    const nowhere = createVolumeReuseStore(() => undefined);
    await nowhere.keep(CONTEXT, RESULT);
    expect(await nowhere.find(CONTEXT, KEY)).toBeUndefined();
  });
});
