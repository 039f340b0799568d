import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OutputStore } from "../output-store.ts";
import { toOutputError } from "./output-error.ts";
import { createVolumeOutput } from "./volume-output.ts";

let base: string;
let output: string;
let scratch: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "ream-output-")));
  output = join(base, "volume/text");
  scratch = join(output, ".ream/tasks/one");
  await mkdir(scratch, { recursive: true });
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

function open(volume: { name: string; path?: string } | undefined = { name: "results", path: "text" }): OutputStore {
  const openOutput = createVolumeOutput({ volumes: new Map([["results", join(base, "volume")]]) });
  const rest = { deletionPolicy: "Retain", keepIntermediates: false } as const;
  return openOutput({ namespace: "n", name: "j", uid: "u", output: { ...rest, ...(volume.name === "none" ? {} : { volume }) } });
}

async function produce(file: string, text = file): Promise<string> {
  await writeFile(join(scratch, file), text);
  return join(scratch, file);
}

describe("committing to a volume", () => {
  test("puts files into their folders, each in the place of an older one", async () => {
    await open().commit([{ path: await produce("a", "old"), name: "2024/march/a.pdf.txt" }]);
    await open().commit([{ path: await produce("a", "new"), name: "2024/march/a.pdf.txt" }, { path: await produce("b"), name: "b.txt" }]);
    expect(await readFile(join(output, "2024/march/a.pdf.txt"), "utf8")).toBe("new");
    expect((await readdir(output)).sort()).toEqual([".ream", "2024", "b.txt"]);
    expect(await readdir(scratch)).toEqual([]);
  });

  test("keeps scratch folders in the output's own state, on the same file system", () => {
    expect(open().scratchFolder).toBe(join(output, ".ream/tasks"));
  });

  test("takes several documents that make the same folders at once", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `x/y/z/${i}.txt`);
    const store = open();
    const files = await Promise.all(names.map(async (name, i) => ({ path: await produce(String(i)), name })));
    await Promise.all(files.map((file) => store.commit([file])));
    expect((await readdir(join(output, "x/y/z"))).length).toBe(40);
  });

  test("replaces a link in the output by the file, and leaves alone what it leads to", async () => {
    await writeFile(join(base, "secret"), "untouched");
    await symlink("../../secret", join(output, "a.txt"));
    await open().commit([{ path: await produce("a"), name: "a.txt" }]);
    expect((await lstat(join(output, "a.txt"))).isFile()).toBe(true);
    expect(await readFile(join(base, "secret"), "utf8")).toBe("untouched");
  });

  test("takes bits from a file that would let it run as somebody else", async () => {
    const path = await produce("a");
    execFileSync("chmod", ["6755", path]);
    await open().commit([{ path, name: "a.txt" }]);
    expect((await stat(join(output, "a.txt"))).mode & 0o7777).toBe(0o755);
  });
});

describe("refused", () => {
  test.each([
    ["a link instead of a file", "ln -s /etc/passwd link", "link"],
    ["a pipe", "mkfifo link", "link"],
    ["a folder", "mkdir link", "link"],
    ["a file behind a folder that is a link", "ln -s / link", "link/etc/passwd"],
  ])("is %s that a handler left", async (_, command, file) => {
    execFileSync("sh", ["-c", command], { cwd: scratch });
    await expect(open().commit([{ path: join(scratch, file), name: "a.txt" }])).rejects.toMatchObject({ name: "PermanentError", reason: "InvalidResult" });
    expect(await readdir(output)).toEqual([".ream"]);
  });

  test.each(["../a", "/a", "a//b", "a/../b", "", "a/./b"])("is the name `%s`", async (name) => {
    await expect(open().commit([{ path: await produce("a"), name }])).rejects.toMatchObject({ reason: "UnsafePath" });
  });

  test("is a folder of the output that is a link out of it, and nothing is made there", async () => {
    await mkdir(join(base, "elsewhere"));
    await symlink("../../elsewhere", join(output, "out"));
    await expect(open().commit([{ path: await produce("a"), name: "out/deep/a.txt" }])).rejects.toMatchObject({ reason: "OutputUnwritable" });
    await expect(open().commit([{ path: join(scratch, "a"), name: "out/a.txt" }])).rejects.toMatchObject({ reason: "OutputUnwritable" });
    expect(await readdir(join(base, "elsewhere"))).toEqual([]);
  });

  test("is an output that this worker cannot reach", () => {
    expect(() => open({ name: "other" })).toThrow("no volume `other`");
    expect(() => open({ name: "none" })).toThrow("to volumes only");
  });
});

describe("an output that cannot be written", () => {
  test.each([
    ["a folder in the way of the file", "a.txt/b", "a.txt", "a folder is where the file has to be"],
    ["a file in the way of a folder", "a", "a/b.txt", "a file is where a folder has to be"],
  ])("says that there is %s", async (_, first, second, problem) => {
    await open().commit([{ path: await produce("one"), name: first }]);
    await expect(open().commit([{ path: await produce("two"), name: second }])).rejects.toMatchObject({ name: "RetryableError", reason: "OutputUnwritable", message: expect.stringContaining(problem) });
  });

  test.each(["ENOSPC", "EDQUOT", "EROFS", "EACCES"])("for %s may be tried again", (code) => {
    expect(toOutputError(Object.assign(new Error("system"), { code }), "a.txt")).toMatchObject({ name: "RetryableError", reason: "OutputUnwritable" });
  });

  test("for an error of the storage is given back", () => {
    expect(toOutputError(Object.assign(new Error("system"), { code: "EIO" }), "a.txt")).toMatchObject({ name: "UnavailableError" });
  });
});
