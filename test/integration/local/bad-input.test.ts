/** What is wrong with documents, manifests and outputs, in real runs: one screen that names place and remedy, the right exit code, nothing written or lost. */
import { execFileSync } from "node:child_process";
import { statfsSync, writeFileSync } from "node:fs";
import { access, mkdir, open, readdir, readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listFiles, readJsonLines, sha256, withoutTimes } from "./support/output-files.ts";
import { runReam, startReam, type ReamEnd, untilDuring } from "./support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "./support/test-folder.ts";

const MIB = 1024 * 1024;
const TIMEOUT_MS = 120_000;

let folder: TestFolder;

beforeEach(async () => {
  folder = await makeTestFolder();
});

afterEach(() => folder.remove());

const SIMULATE = { handler: "simulate", execution: "io", concurrency: 2 };

interface JobChoices {
  readonly name?: string;
  readonly source?: object;
  readonly options?: object;
  readonly pool?: object;
}

/** Writes the job file and gives the words of the command line. */
async function makeJob({ name = "job", source = { manifest: { uri: "volume://docs/manifest" } }, options = {}, pool = SIMULATE }: JobChoices = {}): Promise<string[]> {
  const spec = { source, pipeline: [{ pool: "work", options }], retry: { maxAttempts: 2, initialDelaySeconds: 0, maxDelaySeconds: 1 } };
  const apiVersion = "ream.dev/v1alpha1";
  const resources = [{ apiVersion, kind: "WorkerPool", metadata: { name: "work" }, spec: pool }, { apiVersion, kind: "BatchJob", metadata: { name }, spec }];
  await folder.write(`${name}.yaml`, resources.map((each) => JSON.stringify(each)).join("\n---\n"));
  await mkdir(folder.at("docs"), { recursive: true });
  const volumes = JSON.stringify(source).includes("docs") ? ["--volume", `docs=${folder.at("docs")}`] : [];
  return ["run", folder.at(`${name}.yaml`), ...volumes, "--output", folder.at("out")];
}

/** A refusal that fits on one screen, and leaves the folder as it was. */
async function expectRefused(end: ReamEnd, wants: readonly (string | RegExp)[]): Promise<void> {
  for (const want of wants) expect(end.stderr).toMatch(want);
  expect(end).toMatchObject({ exitCode: 2, stdout: "", left: [] });
  expect(end.stderr.split("\n").length).toBeLessThanOrEqual(24);
  expect(Math.max(...end.stderr.split("\n").map((line) => line.length))).toBeLessThan(600);
  expect(end.stderr).not.toMatch(/\n\s+at /);
}

const line = (id: string): string => `${JSON.stringify({ id })}\n`;
const lines = (count: number): string => Array.from({ length: count }, (_, index) => line(String(index))).join("");

describe("a manifest that is wrong is refused with its place, and nothing is written:", () => {
  test.each<[string, string | Uint8Array, readonly (string | RegExp)[]]>([
    ["an id twice, far apart", lines(2500) + line("17"), [/line 18 and line 2501 have the same id `17`/, /give each document an id of its own/]],
    ["ids that are equal once normalised", line("caf\u00e9/A.pdf") + lines(5) + line("cafe\u0301/a.PDF"), [/line 1 and line 7: the ids `caf\u00e9\/A\.pdf` and `cafe\u0301\/a\.PDF` would write the same output/]],
    ["nothing in it", "", [/ names no documents/]],
    ["an empty list", '{"id": "case", "documents": []}', [/ names no documents/]],
    ["only a header", "id,uri\n", [/ names no documents/]],
    ["no UTF-8", Buffer.concat([Buffer.from(line("a") + line("b")), Buffer.from([0x7b, 0x22, 0x69, 0x64, 0xe9, 0x0a])]), [/line 3: the text is not UTF-8; save the manifest as UTF-8/]],
    ["UTF-16", Buffer.from(`\ufeff${line("a")}`, "utf16le"), [/UTF-16; save the manifest as UTF-8/]],
    ["JSON that breaks off at line 1234", lines(1233) + '{"id": "x"\n' + lines(5), [/line 1234/, /not valid JSON/]],
    ["an element without an id", line("a") + '{"name": "b"}\n', [/line 2: the document has no `id`; its fields are `name`\. Name the right one in source\.manifest\.fields\.id/]],
    ["a list without an end", '[{"id": "a"},\n{"id": "b"}', [/line 2: the list of documents is cut short/]],
    ["gzip that is cut short", gzipSync(lines(5000)).subarray(0, 3000), [/gzip data is damaged or cut short/]],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), [/neither JSON, JSON lines nor CSV, but binary data/]],
  ])("%s", async (_, content, wants) => {
    const words = await makeJob();
    await writeFile(folder.at("docs/manifest"), content);
    await expectRefused(await runReam(words), [/^ream: the manifest volume:\/\/docs\/manifest/m, ...wants]);
    expect((await readdir(folder.path)).sort()).toEqual(["docs", "job.yaml"]);
  });

  test.each([
    ["absent", "docs/another", /there is no such file on the volume/],
    ["on a volume that is empty", "beside", /the volume is empty; it may not be mounted/],
  ])("%s", async (_, file, want) => {
    const words = await makeJob();
    await folder.write(file, "x");
    await expectRefused(await runReam(words), [/^ream: the manifest volume:\/\/docs\/manifest/m, want]);
    expect(await readdir(folder.path)).not.toContain("out");
  });
});

describe("a folder of documents", () => {
  test("that is empty is refused", async () => {
    await mkdir(folder.at("empty/inside"), { recursive: true });
    const end = await runReam(["run", "--pipeline", "simulate", folder.at("empty"), "--output", folder.at("out")]);
    await expectRefused(end, [/has no files/, folder.at("empty")]);
    expect(await readdir(folder.path)).toEqual(["empty"]);
  });

  test("of which include takes nothing is refused", async () => {
    const words = await makeJob({ source: { volume: { name: "docs", include: ["*.pdf"] } } });
    await folder.write("docs/a/b.pdf", "x");
    await expectRefused(await runReam(words), [/no file in the volume `docs` is taken by include and exclude; patterns match the whole path/]);
    expect((await readdir(folder.path)).sort()).toEqual(["docs", "job.yaml"]);
  });

  test("with two files that would write the same output is refused with both", async () => {
    const words = await makeJob({ source: { volume: { name: "docs" } } });
    await folder.write("docs/Scan.pdf", "x");
    await folder.write("docs/scan.PDF", "y");
    await expectRefused(await runReam(words), [/the files `Scan\.pdf` and `scan\.PDF` would write the same output; rename one, or leave it out with exclude/]);
  });
});

describe("a line of 2 GiB is refused without being read:", () => {
  const BASELINE_MIB = 350;
  /** Starting Node takes most of it. */
  const MOST_SECONDS = 20;
  const SPARSE_BYTES = 2 * 1024 * MIB;

  /** Zeros that take no room on the disk. */
  async function writeSparse(begin: string): Promise<void> {
    await writeFile(folder.at("docs/manifest"), begin);
    const file = await open(folder.at("docs/manifest"), "r+");
    await file.truncate(SPARSE_BYTES);
    await file.close();
  }

  /** Gzip may consist of members one after the other: 2 GiB of spaces in 2 MiB. */
  async function writePackedSpaces(): Promise<void> {
    const member = gzipSync(Buffer.alloc(64 * MIB, " "), { level: 1 });
    await writeFile(folder.at("docs/manifest"), Buffer.concat([gzipSync(line("a")), ...Array.from({ length: 32 }, () => member)]));
  }

  test.each<[string, () => Promise<void>, RegExp]>([
    ["JSON lines", () => writeSparse(`${lines(1000)}{"id": "`), /line 1001.*longer than 1048576 bytes/],
    ["a JSON list", () => writeSparse(`[${" ".repeat(5000)}{"id": "a"},\n{"id": "`), /line 2.*longer than 1048576 bytes/],
    ["CSV", () => writeSparse(`id,group\n${Array.from({ length: 2000 }, (_, index) => `${index},b\n`).join("")}"`), /line 2002.*longer than 1048576 bytes/],
    ["spaces, packed", writePackedSpaces, /line 2.*longer than 1048576 bytes/],
    ["nothing but one line", () => writeSparse(`{"id": "${"x".repeat(5000)}`), /line 1.*longer than 1048576 bytes/],
  ])("%s", async (_, write, want) => {
    const words = await makeJob();
    await write();
    const end = await runReam(words);
    await expectRefused(end, [want, "volume://docs/manifest"]);
    expect(end.millis).toBeLessThan(MOST_SECONDS * 1000);
    expect(end.memory.peakBytes).toBeLessThan(BASELINE_MIB * MIB);
    expect((await readdir(folder.path)).sort()).toEqual(["docs", "job.yaml"]);
  });
});

describe("an output folder", () => {
  test("of another job is refused, and stays as it is", async () => {
    const words = await makeJob({ source: { documents: [{ id: "a" }] }, options: { outputBytes: 10 } });
    expect(await runReam(words)).toMatchObject({ exitCode: 0 });
    const before = await fingerprint(folder.at("out"));
    const other = await makeJob({ name: "other", source: { documents: [{ id: "a" }] } });
    await expectRefused(await runReam(other), [/belongs to another job: it holds results of "job", and this is "other"\. Give another --output/, folder.at("out")]);
    const changed = await makeJob({ source: { documents: [{ id: "a" }, { id: "b" }] }, options: { outputBytes: 10 } });
    await expectRefused(await runReam(changed), [/its spec\.source is not the same/]);
    expect(await fingerprint(folder.at("out"))).toEqual(before);
  });

  test("with a run in progress is refused with the process, and that run is not disturbed", async () => {
    // Its documents end when the test says so.
    const command = ["/bin/sh", "-c", `cat > /dev/null; touch '${folder.at("started")}'; until [ -e '${folder.at("go")}' ]; do sleep 0.1; done`];
    for (const name of ["a", "b", "c"]) await folder.write(`docs/${name}`, name);
    const words = await makeJob({ source: { volume: { name: "docs" } }, pool: { handler: "exec", exec: { command } } });
    const run = startReam([...words, "--workers", "2"]);
    await untilDuring(run, () => access(folder.at("started")).then(() => true, () => false));
    await expectRefused(await runReam(words), [`a run is in progress in this folder (process ${run.pid}). Wait for it, or end it with \`kill ${run.pid}\`, then run again`]);
    await expectRefused(await runReam(["retry", folder.at("out")]), [`process ${run.pid}`]);
    await folder.write("go", "");
    expect(await run.ended).toMatchObject({ exitCode: 0, left: [] });
    expect((await readJsonLines(folder.at("out/results.jsonl"))).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    ["is a file", () => folder.write("file", "mine"), /the output .*\/file is a file\. Give a folder/],
    ["lies under a file", async () => `${await folder.write("file", "mine")}/below/out`, /the output .*\/file\/below\/out cannot be written: a part of its path is a file\. Give another --output/],
    ["cannot be made", async () => "/proc/nowhere/out", /the output \/proc\/nowhere\/out cannot be written: its path cannot be made here/],
  ])("that %s is refused", async (_, make, want) => {
    const words = await makeJob({ source: { documents: [{ id: "a" }] } });
    const output = await make();
    const before = await listFiles(folder.path);
    await expectRefused(await runReam([...words.slice(0, -1), output]), [want]);
    expect(await listFiles(folder.path)).toEqual(before);
  });
});

/** Of all files below a folder but locks: path and hash. */
async function fingerprint(path: string): Promise<string[]> {
  const files = (await listFiles(path)).filter((file) => !file.startsWith(".ream/lock/") && !file.endsWith("/"));
  return Promise.all(files.map(async (file) => `${file} ${sha256(await readFile(`${path}/${file}`))}`));
}

describe("on a file system", () => {
  let mount: TestFolder;

  beforeAll(async () => {
    mount = await makeTestFolder();
    await mkdir(mount.at("disk"));
    mountDisk("size=3m");
  });

  afterAll(async () => {
    try {
      execFileSync("umount", ["--lazy", mount.at("disk")]);
    } finally {
      await mount.remove();
    }
  });

  function mountDisk(options: string): void {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", mount.at("disk")], { stdio: "pipe" });
    } catch (error) {
      throw new Error("this test needs a small file system: run it as root where `mount -t tmpfs` is permitted", { cause: error });
    }
  }

  function remount(options: string): void {
    execFileSync("mount", ["-o", `remount,${options}`, mount.at("disk")]);
  }

  function fillDisk({ freeBytes }: { readonly freeBytes: number }): void {
    const { bavail, bsize } = statfsSync(mount.at("disk"));
    writeFileSync(mount.at("disk/filler"), Buffer.alloc(bavail * bsize - freeBytes));
  }

  const DOCUMENTS = 200;
  /** Together more than the disk holds. */
  const options = { seed: 9, outputBytes: 30_000, failPercent: 10, millis: 1 };
  const source = { documents: Array.from({ length: DOCUMENTS }, (_, index) => ({ id: `${index}`, group: "g" })) };

  async function wordsTo(output: string): Promise<string[]> {
    return [...(await makeJob({ source, options })).slice(0, -1), output];
  }

  test(
    "that is full the run stops with 3 and says so; once there is space, the next one goes on, and nothing is lost",
    async () => {
      const undisturbed = await runReam(await wordsTo(folder.at("undisturbed")));
      expect(undisturbed).toMatchObject({ left: [] });
      const output = mount.at("disk/out");
      for (const times of [1, 2]) {
        const full = await runReam(await wordsTo(output));
        expect(`run ${times}: ${full.exitCode}`).toBe(`run ${times}: 3`);
        expect(full.stdout + full.stderr).toMatch(/no space is left on .*(device|volume).*[Ff]ree some/s);
        expect(full.stdout + full.stderr).toMatch(/run again|again to go on/);
        expect((full.stdout + full.stderr).split("\n").length).toBeLessThan(60);
        expect(full.left).toEqual([]);
      }
      remount("size=64m");
      const after = await runReam(await wordsTo(output));
      expect(after).toMatchObject({ exitCode: undisturbed.exitCode, left: [] });
      const results = await readJsonLines(`${output}/results.jsonl`);
      expect(withoutTimes(results)).toEqual(withoutTimes(await readJsonLines(folder.at("undisturbed/results.jsonl"))));
      expect(await listFiles(output, [".ream"])).toEqual(await listFiles(folder.at("undisturbed"), [".ream"]));
    },
    TIMEOUT_MS,
  );

  test(
    "that is full when the results are to be written the run stops with 3; once there is space, the next one writes them",
    async () => {
      const words = [...(await makeJob({ source, options: { resultBytes: 1000 } })).slice(0, -1), mount.at("disk/late")];
      // The ledger takes some 230 KB, and results.jsonl more.
      remount("size=64m");
      fillDisk({ freeBytes: 420 * 1024 });
      const full = await runReam(words);
      expect(full).toMatchObject({ exitCode: 3, left: [] });
      expect(full.stdout).toMatch(/Stopped before the end \(the output cannot be written\): 200 of 200 documents have ended\..* no space is left on the volume; free some/);
      expect(await listFiles(mount.at("disk/late"), [".ream"])).toEqual([]);
      execFileSync("rm", [mount.at("disk/filler")]);
      expect(await runReam(words)).toMatchObject({ exitCode: 0, left: [] });
      expect(await readJsonLines(mount.at("disk/late/results.jsonl"))).toHaveLength(DOCUMENTS);
    },
    TIMEOUT_MS,
  );

  test("that is full from the start the run ends with 3, and says so", async () => {
    fillDisk({ freeBytes: 0 });
    const end = await runReam(await wordsTo(mount.at("disk/other")));
    expect(end).toMatchObject({ exitCode: 3, left: [] });
    expect(end.stderr).toMatch(/^ream: the output .*\/disk\/other cannot be written: no space is left on the device\. Free some space, then run again/m);
    execFileSync("rm", [mount.at("disk/filler")]);
  });

  test("that is read-only the run is refused, and nothing is written", async () => {
    remount("ro");
    const end = await runReam(await wordsTo(mount.at("disk/third")));
    remount("rw");
    await expectRefused(end, [/the output .*\/disk\/third cannot be written: the file system is read-only\. Give another --output/]);
    expect(await readdir(mount.at("disk"))).not.toContain("third");
  });
});
