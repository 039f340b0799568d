import { execFile } from "node:child_process";
import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { makeFolder, type TestFolder } from "./testing/make-folder.ts";

const LAUNCHER = fileURLToPath(new URL("../ream", import.meta.url));
const folders: TestFolder[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, words: readonly string[]): Promise<End> {
  return new Promise((resolve) => {
    execFile(command, [...words], { timeout: 60_000 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
  });
}

async function make(): Promise<TestFolder> {
  const folder = await makeFolder();
  folders.push(folder);
  return folder;
}

test("the launcher works through links, relative ones and folders with spaces too", async () => {
  const { path } = await make();
  await mkdir(join(path, "my bin"));
  await symlink(LAUNCHER, join(path, "direct"));
  await symlink("../direct", join(path, "my bin", "ream"));
  expect(await run(join(path, "my bin", "ream"), ["--version"])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

test("without dependencies it says what to do", async () => {
  const { path } = await make();
  await copyFile(LAUNCHER, join(path, "ream"));
  expect(await run(join(path, "ream"), ["--version"])).toEqual({ code: 2, stdout: "", stderr: `ream: its dependencies are not installed: run \`npm install\` in ${path} first\n` });
});

test("the real program ends with 2 on a wrong job, and writes nothing else", async () => {
  const { path } = await make();
  const end = await run(LAUNCHER, ["run", join(path, "absent.yaml"), "--output", join(path, "out")]);
  expect(end).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^ream: .*absent\.yaml cannot be read: there is no such file\n$/) });
});

test("a reader that goes away early is no error", async () => {
  const end = await run("/bin/sh", ["-c", `"${LAUNCHER}" run --help | head -n 1`]);
  expect(end).toMatchObject({ code: 0, stderr: "" });
});
