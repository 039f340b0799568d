import { mkdir, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTar } from "../archive/testing/make-tar.ts";
import { makeVolume, type TestVolume } from "../archive/testing/make-volume.ts";
import { makeZip } from "../archive/testing/make-zip.ts";

let volume: TestVolume;

beforeEach(async () => {
  volume = await makeVolume();
});

afterEach(() => volume.remove());

async function ids(...args: Parameters<TestVolume["list"]>): Promise<string[]> {
  return (await volume.list(...args)).map(({ id }) => id);
}

test("archives are documents like any other unless they are to be expanded", async () => {
  await volume.put("box.zip", makeZip([{ name: "a.txt", data: "one" }]));
  expect(await ids({ archives: "keep" })).toEqual(["box.zip"]);
  expect(await volume.list()).toMatchObject([{ id: "box.zip/a.txt", uri: "volume://scans/box.zip!/a.txt", bytes: 3 }]);
});

test("an archive stands where a folder of its name would", async () => {
  for (const name of ["box.zip0.txt", "box.zip-.txt", "a.txt", "z.txt"]) await volume.put(name, "x");
  await volume.put("box.zip", makeZip([{ name: "z", data: "1" }, { name: "a", data: "2" }]));
  await volume.put("folder/box.tar", await makeTar([{ name: "a", data: "3" }]));
  expect(await ids()).toEqual(["a.txt", "box.zip-.txt", "box.zip/z", "box.zip/a", "box.zip0.txt", "folder/box.tar/a", "z.txt"]);
});

test("patterns see an archive as a folder", async () => {
  await volume.put("box.zip", makeZip([{ name: "a.pdf", data: "1" }, { name: "a.txt", data: "2" }, { name: "__MACOSX/._a.pdf", data: "3" }]));
  await volume.put("old.zip", makeZip([{ name: "a.pdf", data: "1" }]));
  await volume.put("b.pdf", "4");
  expect(await ids({ include: ["**/*.pdf"], exclude: ["old.zip"] })).toEqual(["b.pdf", "box.zip/a.pdf"]);
  expect(await ids({ include: ["box.zip"] })).toEqual(["box.zip/a.pdf", "box.zip/a.txt"]);
});

test("a member with an unsafe name is listed under a name that patterns take", async () => {
  await volume.put("box.zip", makeZip([{ name: "../../up.pdf", data: "1" }, { name: "/abs.pdf", data: "2" }, { name: "line\nend.pdf", data: "3" }]));
  expect(await ids({ include: ["**/*.pdf"] })).toEqual(["box.zip/../../up.pdf", "box.zip//abs.pdf", "box.zip/line%0Aend.pdf"]);
});

test("a link to an archive inside the volume is one, and a folder called like an archive is a folder", async () => {
  await volume.put("box.zip", makeZip([{ name: "a.txt", data: "one" }]));
  await symlink("box.zip", join(volume.path, "link.zip"));
  await symlink("/etc/hostname", join(volume.path, "outside.zip"));
  await mkdir(join(volume.path, "folder.zip"));
  await volume.put("folder.zip/a.txt", "two");
  expect(await volume.outcomes()).toEqual({ "box.zip/a.txt": "one", "folder.zip/a.txt": "two", "link.zip/a.txt": "one", "outside.zip": "!UnsafePath" });
});

test("members have the time of their archive: they may change and keep their own", async () => {
  await volume.put("box.zip", makeZip([{ name: "a.txt", data: "one" }]));
  await utimes(join(volume.path, "box.zip"), 1_700_000_000, 1_700_000_000);
  expect(await volume.list()).toMatchObject([{ modifiedMs: 1_700_000_000_000 }]);
});

test("the same documents come out of a folder, a ZIP and a TAR, packed or not", async () => {
  const names = ["a.txt", "b/ü.txt", "b/c/100%.txt", "b/space and #.txt"];
  const entries = names.map((name) => ({ name, data: `content of ${name}` }));
  const tar = await makeTar(entries);
  for (const { name, data } of entries) await volume.put(`folder/${name}`, data);
  await volume.put("box.zip", makeZip(entries));
  await volume.put("box.tar", tar);
  await volume.put("box.tar.gz", gzipSync(tar));
  const outcomes = Object.entries(await volume.outcomes());
  const under = (prefix: string): [string, string][] => outcomes.flatMap(([id, outcome]) => (id.startsWith(prefix) ? [[id.slice(prefix.length), outcome] as [string, string]] : [])).toSorted();
  const want = names.map((name) => [name, Buffer.from(`content of ${name}`).toString("latin1")]).toSorted();
  for (const prefix of ["folder/", "box.zip/", "box.tar/", "box.tar.gz/"]) expect(under(prefix)).toEqual(want);
  expect(outcomes).toHaveLength(4 * names.length);
});
