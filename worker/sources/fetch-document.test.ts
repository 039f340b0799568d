import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { InputFile } from "../handlers/handler.ts";
import { createFetchDocument } from "./fetch-document.ts";
import { toVolumeUri } from "./volume/volume-address.ts";

let base: string;
let volume: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "ream-fetch-")));
  volume = join(base, "volume");
  await mkdir(volume);
  await writeFile(join(volume, "a.txt"), "hello");
  await writeFile(join(base, "secret"), "outside");
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

function fetchUri(uri: string, maxFileBytes = DEFAULT_LIMITS.maxFileBytes, signal = AbortSignal.timeout(10_000)): Promise<InputFile> {
  const fetch = createFetchDocument({ volumes: new Map([["scans", volume]]) });
  const folder = async (): Promise<string> => {
    await mkdir(join(base, "in"), { recursive: true });
    return join(base, "in");
  };
  return fetch({ document: { id: "a", uri }, folder, limits: { ...DEFAULT_LIMITS, maxFileBytes }, signal });
}

describe("a file on a volume", () => {
  test("is read where it lies, with its size and hash", async () => {
    expect(await fetchUri("volume://scans/a.txt")).toEqual({ path: join(volume, "a.txt"), bytes: 5, sha256: createHash("sha256").update("hello").digest("hex") });
  });

  test("is found through a link that stays inside", async () => {
    await symlink("a.txt", join(volume, "link"));
    expect((await fetchUri("volume://scans/link")).path).toBe(join(volume, "a.txt"));
  });

  test("with a name that is no UTF-8 can be opened by the path that is given", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${volume}/b`), Buffer.from([0xff])]), "odd");
    const input = await fetchUri(toVolumeUri("scans", "b\xff"));
    expect(await readFile(input.path, "utf8")).toBe("odd");
  });

  test("of exactly the limit is taken", async () => {
    expect((await fetchUri("volume://scans/a.txt", 5)).bytes).toBe(5);
  });
});

describe("refused for good", () => {
  test.each([
    ["a file that is not there", "volume://scans/b.txt", "NotFound"],
    ["a file below a file", "volume://scans/a.txt/b", "NotFound"],
    ["a path out of the volume", "volume://scans/../secret", "UnsafePath"],
    ["an encoded path out of the volume", "volume://scans/%2e%2E/secret", "UnsafePath"],
    ["a path with a zero byte", "volume://scans/a%00.txt", "UnsafePath"],
    ["a folder", "volume://scans/", "NotAFile"],
    ["a volume that the worker does not have", "volume://other/a.txt", "UnsupportedAddress"],
    ["another scheme", "s3://bucket/a.txt", "UnsupportedAddress"],
    ["a file: address", "file:///etc/passwd", "UnsupportedAddress"],
    ["a plain path", "/etc/passwd", "UnsupportedAddress"],
  ])("%s", async (_, uri, reason) => {
    await expect(fetchUri(uri)).rejects.toMatchObject({ name: "PermanentError", reason });
  });

  test("a message about another scheme names it and says what to do", async () => {
    await expect(fetchUri("s3://bucket/a.txt")).rejects.toThrow(/s3:\/\/ addresses; .*volume:\/\/<volume>\/<path>/);
  });

  test("a link that leads out", async () => {
    await symlink("../secret", join(volume, "link"));
    await symlink(base, join(volume, "folder"));
    await expect(fetchUri("volume://scans/link")).rejects.toMatchObject({ reason: "UnsafePath" });
    await expect(fetchUri("volume://scans/folder/secret")).rejects.toMatchObject({ reason: "UnsafePath" });
  });

  test("links in a circle", async () => {
    await symlink("two", join(volume, "one"));
    await symlink("one", join(volume, "two"));
    await expect(fetchUri("volume://scans/one")).rejects.toMatchObject({ reason: "UnsafePath" });
  });

  test("a named pipe, without waiting for a writer", async () => {
    execFileSync("mkfifo", [join(volume, "pipe")]);
    await expect(fetchUri("volume://scans/pipe")).rejects.toMatchObject({ reason: "NotAFile" });
  });

  test("a socket", async () => {
    const server = createServer().listen(join(volume, "socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    await expect(fetchUri("volume://scans/socket")).rejects.toMatchObject({ reason: "NotAFile" });
    await new Promise((resolve) => server.close(resolve));
  });

  test("an empty file", async () => {
    await writeFile(join(volume, "empty"), "");
    await expect(fetchUri("volume://scans/empty")).rejects.toMatchObject({ reason: "Empty" });
  });

  test("a file over the limit, however little it has on the disk, by its size alone", async () => {
    const sparse = await open(join(volume, "sparse"), "w");
    await sparse.truncate(100 * 1024 ** 3);
    await sparse.close();
    await expect(fetchUri("volume://scans/sparse", undefined, AbortSignal.timeout(2000))).rejects.toMatchObject({ reason: "TooLarge" });
    await expect(fetchUri("volume://scans/a.txt", 4)).rejects.toMatchObject({ reason: "TooLarge" });
  });
});

describe("given back", () => {
  test("when the volume is not there", async () => {
    await rm(volume, { recursive: true });
    await expect(fetchUri("volume://scans/a.txt")).rejects.toMatchObject({ name: "UnavailableError" });
  });

  test("when the volume is empty, as one is that is not mounted", async () => {
    await rm(join(volume, "a.txt"));
    await expect(fetchUri("volume://scans/a.txt")).rejects.toMatchObject({ name: "UnavailableError" });
  });

  test("when told to stop", async () => {
    await expect(fetchUri("volume://scans/a.txt", undefined, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
  });
});
