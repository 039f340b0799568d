import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BatchJobSource, batchJobSource } from "../../contract/api/source.ts";
import { decodeManifestIndex, decodeManifestPage } from "../../contract/wire/codec.ts";
import { MAX_PAGE_BYTES, MAX_PAGE_DOCUMENTS, type ManifestDocument } from "../../contract/wire/manifest.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { Manifests } from "../ports.ts";
import { discover, type Discovered, type DiscoverOptions } from "./discover.ts";

let folder: string;
let written: Map<string, string>;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "ream-discover-")));
  written = new Map();
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const manifests: Manifests = {
  read: async (_jobUid, run, page) => written.get(`${run}/${page}`),
  write: async (_jobUid, run, page, data) => {
    written.set(`${run}/${page}`, data);
  },
};

function find(source: Parameters<typeof batchJobSource.parse>[0], options: Partial<DiscoverOptions> = {}, signal = AbortSignal.timeout(60_000)): Promise<Discovered> {
  const parsed: BatchJobSource = batchJobSource.parse(source);
  const context = { volumes: new Map([["scans", folder]]), excludedFolders: [], limits: DEFAULT_LIMITS, needsInput: false, signal };
  return discover({ source: parsed, context, manifests, jobUid: "job", run: "run", ...options });
}

/** Of a manifest file on the volume. */
async function findIn(content: string | Buffer, fields = {}): Promise<Discovered> {
  await writeFile(join(folder, "list"), content);
  return find({ manifest: { uri: "volume://scans/list", fields } });
}

function readPages(): ManifestDocument[][] {
  const index = decodeManifestIndex(written.get("run/index") ?? "");
  if (!index.ok) throw new Error(index.problem);
  return index.value.firstIndexes.map((firstIndex, i) => {
    const page = decodeManifestPage(written.get(`run/${i}`) ?? "");
    if (!page.ok) throw new Error(page.problem);
    expect(page.value.firstIndex).toBe(firstIndex);
    return page.value.documents;
  });
}

const lines = (ids: readonly string[]): string => ids.map((id) => `${JSON.stringify({ id })}\n`).join("");

describe("discovering", () => {
  test("inline documents writes them as a page, with the index last", async () => {
    const documents = [{ id: "a", uri: "volume://scans/a", group: "g", metadata: { k: "v" } }, { id: "b" }];
    expect(await find({ documents })).toEqual({ run: "run", total: 2, pages: 1, sha256: createHash("sha256").update(written.get("run/0") ?? "").digest("hex") });
    expect(readPages()).toEqual([documents]);
    expect([...written.keys()]).toEqual(["run/0", "run/index"]);
  });

  test("a volume writes its files", async () => {
    await mkdir(join(folder, "b"));
    await writeFile(join(folder, "b/c.pdf"), "x");
    await writeFile(join(folder, "a.pdf"), "xy");
    expect(await find({ volume: { name: "scans" } })).toMatchObject({ total: 2, pages: 1 });
    expect(readPages()).toMatchObject([[{ id: "a.pdf", uri: "volume://scans/a.pdf", bytes: 2 }, { id: "b/c.pdf", uri: "volume://scans/b/c.pdf", bytes: 1 }]]);
  });

  test("a packed manifest with fields of its own names", async () => {
    const content = gzipSync('{"documents":[{"document_uuid":"a","file_path":"x/a.pdf"}]}');
    await findIn(content, { id: "document_uuid", uri: "file_path" });
    expect(readPages()).toEqual([[{ id: "a", uri: "volume://scans/x/a.pdf" }]]);
  });

  test("many documents fills pages up to their limit, and says how far it is", async () => {
    const seen: number[] = [];
    await writeFile(join(folder, "list"), lines(Array.from({ length: 2500 }, (_, i) => `d${i}`)));
    expect(await find({ manifest: { uri: "volume://scans/list" } }, { onProgress: (documents) => seen.push(documents) })).toMatchObject({ total: 2500, pages: 3 });
    expect(readPages().map((page) => page.length)).toEqual([MAX_PAGE_DOCUMENTS, MAX_PAGE_DOCUMENTS, 500]);
    expect(seen).toEqual([1000, 2000]);
  });

  test("large documents keeps pages within their bytes", async () => {
    const metadata = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key-${i}`, "é".repeat(1000)]));
    await findIn(Array.from({ length: 40 }, (_, i) => JSON.stringify({ id: `d${i}`, metadata })).join("\n"));
    const pages = [...written].filter(([key]) => key !== "run/index").map(([, page]) => Buffer.byteLength(page));
    expect(pages.length).toBeGreaterThan(5);
    expect(Math.max(...pages)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
    expect(readPages().flat().length).toBe(40);
  });

  test("the same source twice finds the same", async () => {
    const first = await findIn(lines(["a", "b"]));
    expect(await findIn(lines(["a", "b"]))).toEqual(first);
  });
});

describe("a manifest with an id twice is refused with both places", () => {
  test.each([
    ["equal ids", ["a", "b", "a"], "line 1 and line 3 have the same id `a`"],
    ["ids that differ by case", ["x/A.pdf", "x/a.pdf"], "line 1 and line 2: the ids `x/A.pdf` and `x/a.pdf` would write the same output"],
    ["ids that differ by composition", ["é", "e\u0301"], "line 1 and line 2: the ids"],
  ])("%s", async (_, ids, message) => {
    await expect(findIn(lines(ids))).rejects.toMatchObject({ reason: "DuplicateIds", message: expect.stringContaining(message) });
    expect(written.has("run/index")).toBe(false);
  });

  test("also where the first lies in a page that was written long ago", async () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `d${i}`);
    await expect(findIn(lines([...ids, "D17"]))).rejects.toThrow("line 18 and line 3001: the ids `d17` and `D17`");
  });

  test("also where both stand in one line", async () => {
    await expect(findIn('[{"id":"a"},{"id":"a"}]')).rejects.toThrow("two documents in line 1 have the same id `a`");
  });

  test("and a volume with both names", async () => {
    await writeFile(join(folder, "A.pdf"), "x");
    await writeFile(join(folder, "a.pdf"), "x");
    await expect(find({ volume: { name: "scans" } })).rejects.toMatchObject({ reason: "DuplicateIds", message: "the files `A.pdf` and `a.pdf` would write the same output; rename one, or leave it out with exclude" });
  });
});

describe("a source is refused", () => {
  test.each([
    ["that is an empty manifest", "", "ManifestEmpty", "the manifest volume://scans/list names no documents"],
    ["that is an empty array", "[]", "ManifestEmpty", "the manifest volume://scans/list names no documents"],
    ["with a wrong line", '{"id":"a"}\n{"id":', "ManifestInvalid", "the manifest volume://scans/list: line 2"],
    ["with an absolute path", '{"id":"a","uri":"/etc/passwd"}', "ManifestInvalid", "line 1: the path `/etc/passwd` is absolute"],
    ["that is cut short", gzipSync(lines(["a"])).subarray(0, -9), "ManifestInvalid", "the gzip data is damaged or cut short"],
  ])("%s", async (_, content, reason, message) => {
    await expect(findIn(content)).rejects.toMatchObject({ name: "DiscoverError", reason, message: expect.stringContaining(message) });
  });

  test("that unpacks to more than the limit", async () => {
    await writeFile(join(folder, "list"), gzipSync(Buffer.alloc(4_000_000, "\n")));
    const context = { volumes: new Map([["scans", folder]]), excludedFolders: [], limits: { ...DEFAULT_LIMITS, maxDecompressedBytes: 1_000_000 }, needsInput: false, signal: AbortSignal.timeout(10_000) };
    await expect(find({ manifest: { uri: "volume://scans/list" } }, { context })).rejects.toMatchObject({ reason: "ManifestTooLarge" });
  });

  test("that has too many documents", async () => {
    await expect(find({ documents: [{ id: "a" }, { id: "b" }, { id: "c" }] }, { maxDocuments: 2 })).rejects.toMatchObject({ reason: "ManifestTooLarge", message: expect.stringContaining("more than 2 documents") });
  });

  test("that has no files for its patterns, with what patterns mean", async () => {
    await writeFile(join(folder, "a.PDF"), "x");
    await expect(find({ volume: { name: "scans", include: ["*.pdf"] } })).rejects.toMatchObject({ reason: "ManifestEmpty", message: expect.stringContaining("tell case apart") });
  });

  test.each([
    ["that is not there", { manifest: { uri: "volume://scans/none" } }, "there is no such file"],
    ["on a volume that the worker does not have", { manifest: { uri: "volume://other/list" } }, "no volume `other`"],
    ["that lies elsewhere", { manifest: { uri: "s3://bucket/list" } }, "put it on a volume"],
    ["of a kind that workers do not read yet", { s3: { bucket: "scans" } }, "cannot list source.s3"],
    ["with control characters in an id", { documents: [{ id: "a\nb" }] }, "source.documents[0].id has control characters"],
  ])("%s", async (_, source, message) => {
    await writeFile(join(folder, "a"), "x");
    await expect(find(source)).rejects.toMatchObject({ reason: "ManifestInvalid", message: expect.stringContaining(message) });
  });

  test("when pages cannot be stored, for another try", async () => {
    const full: Manifests = { ...manifests, write: async () => Promise.reject(Object.assign(new Error("system"), { code: "ENOSPC" })) };
    await expect(find({ documents: [{ id: "a" }] }, { manifests: full })).rejects.toMatchObject({ reason: "OutputUnwritable", message: "the list of documents cannot be stored: ENOSPC" });
  });

  test("when told to stop", async () => {
    await expect(find({ documents: [{ id: "a" }] }, {}, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
    expect(written.size).toBe(0);
  });
});
