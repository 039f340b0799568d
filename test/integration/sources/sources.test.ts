/** Documents that do not lie in a folder as files: on the web, and in archives. */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeTar } from "../../../worker/sources/archive/testing/make-tar.ts";
import { makeZip } from "../../../worker/sources/archive/testing/make-zip.ts";
import { makeSite, redirect, say, type Site, status } from "../../../worker/sources/https/testing/make-site.ts";
import { readJsonLines } from "../local/support/output-files.ts";
import { type ReamEnd, runReam } from "../local/support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "../local/support/test-folder.ts";

let folder: TestFolder;
let site: Site;

beforeEach(async () => {
  folder = await makeTestFolder();
  site = await makeSite();
  await folder.write("ca.pem", site.ca);
  // Says of each document how long it is, and keeps it.
  await folder.write("keep.mjs", KEEP);
});

afterEach(async () => {
  await site.close();
  await folder.remove();
});

const KEEP = `import { copyFileSync, readFileSync } from "node:fs";
const { inputPath, outputDir } = JSON.parse(readFileSync(0, "utf8"));
copyFileSync(inputPath, outputDir + "/kept");
console.log(JSON.stringify({ length: readFileSync(inputPath).length }));
`;

async function runJob(source: object, words: readonly string[] = [], out = "out"): Promise<ReamEnd> {
  const apiVersion = "ream.dev/v1alpha1";
  const pool = { apiVersion, kind: "WorkerPool", metadata: { name: "keep" }, spec: { handler: "exec", exec: { command: [process.execPath, folder.at("keep.mjs")] } } };
  const job = { apiVersion, kind: "BatchJob", metadata: { name: "sources" }, spec: { source, pipeline: [{ pool: "keep" }], retry: { maxAttempts: 2, initialDelaySeconds: 1, maxDelaySeconds: 1 } } };
  const file = await folder.write("job.yaml", [pool, job].map((each) => JSON.stringify(each)).join("\n---\n"));
  return runReam(["run", file, "--output", folder.at(out), "--workers", "2", ...words], { environment: { NODE_EXTRA_CA_CERTS: folder.at("ca.pem") } });
}

interface Line {
  readonly id: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly attempts: number;
  readonly message?: string;
  readonly input?: { readonly sha256: string };
}

async function linesOf(out = "out"): Promise<Line[]> {
  return (await readJsonLines(folder.at(out, "results.jsonl"))) as unknown as Line[];
}

/** `outcome` or `reason`, by id. */
async function outcomes(out?: string): Promise<Record<string, string>> {
  return Object.fromEntries((await linesOf(out)).map(({ id, outcome, reason }) => [id, reason ?? outcome]));
}

describe("a manifest on the web, of documents on the web", () => {
  beforeEach(() => {
    const lines = ["plain", "moved", "gone", "secret", "flaky", "inside", "plain-http"].map((id) => JSON.stringify({ id, uri: ADDRESSES[id] ?? `${id}.txt?token=hidden` }));
    site.pages.set("/lists/manifest.jsonl", say(lines.join("\n")));
    site.pages.set("/lists/plain.txt", say("plain text"));
    site.pages.set("/lists/moved.txt", redirect("/elsewhere/moved.txt")).set("/elsewhere/moved.txt", say("moved text"));
    site.pages.set("/lists/gone.txt", status(410)).set("/lists/secret.txt", status(403));
    let calls = 0;
    site.pages.set("/lists/flaky.txt", (request, response) => (calls++ === 0 ? status(503, { "retry-after": "1" })(request, response) : say("flaky text")(request, response)));
  });

  const ADDRESSES: Readonly<Record<string, string>> = { inside: "https://169.254.169.254/latest/meta-data/?token=hidden", "plain-http": "http://localhost/a.txt" };

  test("is worked through to the end, each document with the outcome that its server gives it", async () => {
    const end = await runJob({ manifest: { uri: site.at("/lists/manifest.jsonl") } }, ["--allow-private-addresses"]);
    expect(end).toMatchObject({ exitCode: 1, left: [] });
    expect(await outcomes()).toEqual({ plain: "Succeeded", moved: "Succeeded", gone: "NotFound", secret: "Forbidden", flaky: "Succeeded", inside: "BlockedAddress", "plain-http": "BlockedAddress" });
    expect(await readFile(folder.at("out/moved.kept"), "utf8")).toBe("moved text");
    expect((await linesOf()).find(({ id }) => id === "flaky")).toMatchObject({ attempts: 2 });
    const told = `${end.stdout}${end.stderr}${await readFile(folder.at("out/results.jsonl"), "utf8")}${await readFile(folder.at("out/.ream/ledger.jsonl"), "utf8")}`;
    expect(told).not.toContain("hidden");
  });

  test("is not touched where private addresses are not allowed", async () => {
    const end = await runJob({ manifest: { uri: site.at("/lists/manifest.jsonl") } });
    expect(end).toMatchObject({ exitCode: 2, left: [], stderr: expect.stringContaining("--allow-private-addresses") });
    expect(site.asked).toEqual([]);
  });
});

test("a document of a host that is down fails in the end, and the others are not kept waiting", async () => {
  const down = await makeSite();
  await down.close();
  site.pages.set("/a.txt", say("text"));
  const documents = ["a", "b", "c", "d", "e", "f"].map((id, place) => ({ id, uri: place % 2 === 0 ? site.at("/a.txt") : down.at("/a.txt") }));
  const end = await runJob({ documents }, ["--allow-private-addresses"]);
  expect(end).toMatchObject({ exitCode: 1, left: [] });
  expect(await outcomes()).toEqual({ a: "Succeeded", b: "Unavailable", c: "Succeeded", d: "Unavailable", e: "Succeeded", f: "Unavailable" });
  expect((await linesOf()).map(({ attempts }) => attempts)).toEqual([1, 2, 1, 2, 1, 2]);
});

describe("archives in a folder", () => {
  const names = ["a.txt", "b/c.txt", "b/ü and #.txt"];
  const entries = names.map((name) => ({ name, data: `content of ${name}` }));

  test("give the same documents as files do, in ZIP, TAR and gzipped TAR", async () => {
    const tar = await makeTar(entries);
    for (const { name, data } of entries) await folder.write(`docs/plain/${name}`, data);
    await folder.write("docs/box.zip", makeZip(entries));
    await folder.write("docs/box.tar", tar);
    await folder.write("docs/box.tgz", gzipSync(tar));
    const end = await runJob({ volume: { name: "docs", archives: "expand" } }, ["--volume", `docs=${folder.at("docs")}`]);
    expect(end).toMatchObject({ exitCode: 0, left: [] });
    const lines = await linesOf();
    expect(lines).toHaveLength(4 * names.length);
    for (const name of names) {
      const same = lines.filter(({ id }) => id.endsWith(`/${name}`));
      expect(new Set(same.map(({ input }) => input?.sha256)).size).toBe(1);
      for (const { id } of same) expect(await readFile(folder.at("out", `${id}.kept`), "utf8")).toBe(`content of ${name}`);
    }
  });

  test("are documents themselves without being told, and where they are damaged", async () => {
    await folder.write("docs/good.zip", makeZip([...entries, { name: "../up.txt", data: "x" }]));
    await folder.write("docs/bad.zip", makeZip(entries).subarray(0, 200));
    const words = ["--volume", `docs=${folder.at("docs")}`];
    expect(await runJob({ volume: { name: "docs" } }, words)).toMatchObject({ exitCode: 0 });
    expect(await outcomes()).toEqual({ "bad.zip": "Succeeded", "good.zip": "Succeeded" });
    expect(await runJob({ volume: { name: "docs", archives: "expand" } }, words, "expanded")).toMatchObject({ exitCode: 1, left: [] });
    expect(await outcomes("expanded")).toEqual({ "bad.zip": "Truncated", ...Object.fromEntries(names.map((name) => [`good.zip/${name}`, "Succeeded"])), "good.zip/../up.txt": "UnsafePath" });
  });

  test("may be named in a manifest, member by member", async () => {
    await folder.write("docs/box.zip", makeZip(entries));
    await folder.write("docs/manifest.csv", "id,uri\none,box.zip!/a.txt\ntwo,volume://docs/box.zip!/b/c.txt\nthree,box.zip!/none.txt\n");
    expect(await runJob({ manifest: { uri: "volume://docs/manifest.csv" } }, ["--volume", `docs=${folder.at("docs")}`])).toMatchObject({ exitCode: 1 });
    expect(await outcomes()).toEqual({ one: "Succeeded", two: "Succeeded", three: "NotFound" });
  });

  test("are expanded by a word of the command, and looked at again by another", async () => {
    await folder.write("docs/box.zip", makeZip([{ name: "page.txt", data: "text" }]));
    const words = ["run", "--pipeline", "simulate", folder.at("docs"), "--output", folder.at("out"), "--expand-archives"];
    expect(await runReam(words)).toMatchObject({ exitCode: 0 });
    expect(Object.keys(await outcomes())).toEqual(["box.zip/page.txt"]);
    await folder.write("docs/box.zip", makeZip([{ name: "page.txt", data: "txet" }, { name: "more.txt", data: "more" }]));
    expect(await runReam([...words, "--update"])).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("1 new, 1 changed") });
    expect(Object.keys(await outcomes())).toEqual(["box.zip/page.txt", "box.zip/more.txt"]);
  });

  test("with a member twice are refused, with the remedy", async () => {
    await folder.write("docs/box.zip", makeZip([{ name: "a.txt", data: "1" }, { name: "a.txt", data: "2" }]));
    const end = await runJob({ volume: { name: "docs", archives: "expand" } }, ["--volume", `docs=${folder.at("docs")}`]);
    expect(end).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("an archive has two members that are called `box.zip/a.txt`; pack it anew, or leave it out with exclude") });
  });
});
