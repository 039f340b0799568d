import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ManifestDocument } from "../../../contract/wire/manifest.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { createFetchDocument } from "../fetch-document.ts";
import { listVolume, type VolumeSource } from "./list-volume.ts";

let base: string;
let volume: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "ream-list-")));
  volume = join(base, "volume");
  await mkdir(volume);
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function put(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(volume, path)), { recursive: true });
    await writeFile(join(volume, path), path);
  }
}

async function list(source: Partial<VolumeSource> = {}, excludedFolders: readonly string[] = []): Promise<ManifestDocument[]> {
  const context = { volumes: new Map([["scans", volume]]), excludedFolders, limits: DEFAULT_LIMITS, needsInput: true, signal: AbortSignal.timeout(20_000) };
  const documents: ManifestDocument[] = [];
  for await (const { document } of listVolume({ name: "scans", path: "", include: [], exclude: [], ...source }, context)) documents.push(document);
  return documents;
}

async function listIds(source: Partial<VolumeSource> = {}, excludedFolders: readonly string[] = []): Promise<string[]> {
  return (await list(source, excludedFolders)).map(({ id }) => id);
}

describe("a volume's listing", () => {
  test("gives path, address, size and time of every file", async () => {
    await put("2024/march/a b.pdf");
    await utimes(join(volume, "2024/march/a b.pdf"), 1_700_000_000, 1_700_000_000);
    expect(await list()).toEqual([{ id: "2024/march/a b.pdf", uri: "volume://scans/2024/march/a%20b.pdf", bytes: 18, modifiedMs: 1_700_000_000_000 }]);
  });

  test("is in the order of bytes of whole paths", async () => {
    await put("a0", "a/b", "a.txt", "a-b/c", "B", "é", "z");
    expect(await listIds()).toEqual(["B", "a-b/c", "a.txt", "a/b", "a0", "z", "é"]);
  });

  test("starts from the folder that is asked for, and names documents from there", async () => {
    await put("2024/a/b.pdf", "2023/c.pdf");
    expect(await list({ path: "2024/" })).toMatchObject([{ id: "a/b.pdf", uri: "volume://scans/2024/a/b.pdf" }]);
  });

  test("follows include and exclude", async () => {
    await put("a.pdf", "a.txt", "b/c.pdf", "drafts/d.pdf", ".hidden/e.pdf");
    expect(await listIds({ include: ["**/*.pdf"], exclude: ["drafts/**"] })).toEqual(["a.pdf", "b/c.pdf"]);
  });

  test("never holds the output, where that lies inside the source", async () => {
    await put("a.pdf", "text/a.pdf.txt");
    expect(await listIds({}, [join(volume, "text")])).toEqual(["a.pdf"]);
  });

  test("holds many files of one folder", async () => {
    const names = Array.from({ length: 700 }, (_, i) => `n/${String(i).padStart(4, "0")}`);
    await put(...names);
    expect(await listIds()).toEqual(names);
  });

  test("holds files whose names are no UTF-8, which can be fetched", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${volume}/a`), Buffer.from([0xff])]), "odd");
    await put("a%FF");
    const documents = await list();
    expect(documents.map(({ id }) => id)).toEqual(["a%25FF", "a%FF"]);
    const fetch = createFetchDocument({ volumes: new Map([["scans", volume]]) });
    const sizes = documents.map(async (document) => (await fetch({ document, folder: async () => base, limits: DEFAULT_LIMITS, signal: AbortSignal.timeout(5000) })).bytes);
    expect(await Promise.all(sizes)).toEqual([4, 3]);
  });

  test("holds pipes and links that lead out or nowhere, for the fetch to refuse", async () => {
    await put("a");
    await writeFile(join(base, "secret"), "");
    execFileSync("mkfifo", [join(volume, "pipe")]);
    await symlink("../secret", join(volume, "link-out"));
    await symlink(base, join(volume, "link-folder-out"));
    await symlink("nothing", join(volume, "link-broken"));
    expect(await listIds()).toEqual(["a", "link-broken", "link-folder-out", "link-out", "pipe"]);
    expect(await listIds({ include: ["**/*.pdf"] })).toEqual(["link-folder-out"]);
  });

  test("follows links inside the volume, with the size and time of what they lead to", async () => {
    await put("real/a.pdf");
    await symlink("real", join(volume, "linked"));
    await symlink("real/a.pdf", join(volume, "one.pdf"));
    expect((await list()).map(({ id, bytes }) => [id, bytes])).toEqual([["linked/a.pdf", 10], ["one.pdf", 10], ["real/a.pdf", 10]]);
  });

  test("ends where links lead back", async () => {
    await put("a/b/c");
    await symlink("..", join(volume, "a/up"));
    await symlink("../..", join(volume, "a/b/top"));
    expect(await listIds()).toEqual(["a/b/c"]);
  });
});

describe("a volume that cannot be listed", () => {
  test.each([
    ["has no such folder", { path: "2025" }, "ManifestInvalid", "the folder `2025` of the volume `scans` is not there; check source.volume.path"],
    ["is not the worker's", { name: "other" }, "ManifestInvalid", "no volume `other`"],
  ])("says that it %s", async (_, source, reason, message) => {
    await put("a");
    await expect(list(source)).rejects.toMatchObject({ name: "DiscoverError", reason, message: expect.stringContaining(message) });
  });

  test("that is away is tried again", async () => {
    await rm(volume, { recursive: true });
    await expect(list()).rejects.toMatchObject({ reason: "SourceUnavailable" });
  });

  test("says where folders lie too deep in one another", async () => {
    await mkdir(join(volume, "d/".repeat(300)), { recursive: true });
    await expect(list()).rejects.toMatchObject({ reason: "ManifestInvalid", message: expect.stringContaining("256 folders") });
  });

  test("stops when told to", async () => {
    const context = { volumes: new Map([["scans", volume]]), excludedFolders: [], limits: DEFAULT_LIMITS, needsInput: true, signal: AbortSignal.abort(new Error("stop")) };
    await expect(listVolume({ name: "scans", path: "", include: [], exclude: [] }, context).next()).rejects.toThrow("stop");
  });
});

test("whatever the tree is, every file is listed once, in the order of the bytes of its path", async () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "0", "-", "~", "!", "é", "п", "𝒳", " ", "#"), minLength: 1, maxLength: 4 });
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(path, { maxLength: 25 }), async (paths) => {
      await rm(volume, { recursive: true, force: true });
      await mkdir(volume);
      const isFolder = (path: string): boolean => paths.some((other) => other.startsWith(`${path}/`));
      const files = paths.filter((path) => !isFolder(path));
      await put(...files);
      expect(await listIds()).toEqual(files.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))));
    }),
    { numRuns: 60 },
  );
});
