import { deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeZip, METHOD, type ZipEntry } from "./testing/make-zip.ts";
import { makeVolume, type TestVolume } from "./testing/make-volume.ts";

let volume: TestVolume;

beforeEach(async () => {
  volume = await makeVolume();
});

afterEach(() => volume.remove());

async function outcomesOf(entries: readonly ZipEntry[]): Promise<Record<string, string>> {
  await volume.put("box.zip", makeZip(entries));
  return volume.outcomes();
}

describe("members of a ZIP", () => {
  test("are documents with the bytes that were packed, in the order of the archive", async () => {
    const found = await outcomesOf([{ name: "b.txt", data: "two" }, { name: "a/" }, { name: "a/a.txt", data: "one", method: METHOD.stored }]);
    expect(Object.entries(found)).toEqual([["box.zip/b.txt", "two"], ["box.zip/a/a.txt", "one"]]);
  });

  test("keep their names, in UTF-8 with and without the mark, and in the old encoding", async () => {
    const found = await outcomesOf([
      { name: "mit Umlaut ä.txt", data: "marked", flags: 0x800 },
      { name: "ohne Zeichen ö.txt", data: "unmarked" },
      { name: Buffer.from([0x81, 0x2e, 0x74]), data: "old" },
    ]);
    expect(found).toEqual({ "box.zip/mit Umlaut ä.txt": "marked", "box.zip/ohne Zeichen ö.txt": "unmarked", "box.zip/ü.t": "old" });
  });

  test("are read where sizes and place are of 64 bits, and the list is of more than 65,535 members", async () => {
    const many: ZipEntry[] = Array.from({ length: 65_600 }, (_, place) => ({ name: `${place}.txt`, data: `${place}`, method: METHOD.stored, isZip64: place % 2 === 0 }));
    await volume.put("box.zip", makeZip(many));
    expect(await volume.list()).toHaveLength(65_600);
    expect(await volume.fetch("volume://scans/box.zip!/65599.txt")).toBe("65599");
    expect(await volume.fetch("volume://scans/box.zip!/65598.txt")).toBe("65598");
  });

  test("can be named by hand, as they are written", async () => {
    await volume.put("box.zip", makeZip([{ name: "./a b/ü%41.txt", data: "x", flags: 0x800 }]));
    expect(await volume.fetch("volume://scans/box.zip!/a b/ü%2541.txt")).toBe("x");
    expect(await volume.fetch("volume://scans/BOX/../box.zip!/./a b//ü%2541.txt")).toBe("x");
  });
});

describe("a member ends with a reason, and its neighbours are read:", () => {
  const GOOD: ZipEntry = { name: "good.txt", data: "good" };

  test.each<[string, ZipEntry, string]>([
    ["one with a password", { name: "bad", data: "x", flags: 1 }, "Encrypted"],
    ["a link", { name: "bad", data: "/etc/passwd", mode: 0o120777 }, "NotAFile"],
    ["a pipe", { name: "bad", mode: 0o010644 }, "NotAFile"],
    ["another method of packing", { name: "bad", data: "x", method: METHOD.lzma }, "UnsupportedEncoding"],
    ["no bytes", { name: "bad" }, "Empty"],
    ["more bytes than it says", { name: "bad", data: "x".repeat(100), lie: { bytes: 50 } }, "Corrupt"],
    ["fewer bytes than it says", { name: "bad", data: "x".repeat(100), lie: { bytes: 150 } }, "Truncated"],
    ["fewer stored bytes than it says", { name: "bad", data: "x".repeat(100), method: METHOD.stored, lie: { bytes: 150 } }, "Truncated"],
    ["another checksum", { name: "bad", data: "x", lie: { crc32: 1 } }, "Corrupt"],
    ["data that cannot be unpacked", { name: "bad", data: "xyz", packed: Buffer.from("no deflate") }, "Corrupt"],
    ["data that is cut short", { name: "bad", data: "xyz".repeat(100), packed: deflateRawSync("xyz".repeat(100)).subarray(0, 5) }, "Truncated"],
    ["a size beyond the limit", { name: "bad", data: "x", lie: { bytes: 600 * 1024 * 1024 } }, "TooLarge"],
    ["a size that its packed bytes can hardly hold", { name: "bad", data: "x", lie: { bytes: 100 * 1024 * 1024 } }, "DecompressionLimit"],
  ])("%s", async (_, bad, reason) => {
    expect(await outcomesOf([GOOD, bad])).toEqual({ "box.zip/good.txt": "good", "box.zip/bad": `!${reason}` });
  });

  test.each(["../up.txt", "a/../../up.txt", "/etc/passwd", "C:/windows.txt", "a\\b.txt", "line\nend.txt", "zero\0.txt"])("the name %j", async (name) => {
    const found = await outcomesOf([GOOD, { name, data: "x" }]);
    expect(Object.values(found).toSorted()).toEqual(["!UnsafePath", "good"]);
  });

  test("a place behind the end, and one where there is no member", async () => {
    const found = await outcomesOf([GOOD, { name: "behind", data: "x", lie: { offset: 1_000_000 } }, { name: "beside", data: "x", lie: { offset: 90 } }]);
    expect(found).toEqual({ "box.zip/good.txt": "good", "box.zip/behind": "!Truncated", "box.zip/beside": "!Corrupt" });
  });
});

describe("an archive that is damaged is a document itself, which says so:", () => {
  test("members over one another, as in a bomb, of which none is read", async () => {
    const found = await outcomesOf([{ name: "a", data: "x".repeat(1000) }, { name: "b", data: "y", lie: { offset: 0 } }]);
    expect(found).toEqual({ "box.zip": "!Corrupt" });
  });

  test("a list that is cut short, damaged, or not there", async () => {
    const zip = makeZip([{ name: "a.txt", data: "one" }, { name: "b.txt", data: "two" }]);
    await volume.put("cut.zip", zip.subarray(0, zip.length - 30));
    const damaged = Buffer.from(zip);
    damaged.writeUInt32LE(0, damaged.lastIndexOf(Buffer.from("PK\x01\x02")));
    await volume.put("damaged.zip", damaged);
    expect(await volume.outcomes()).toEqual({ "cut.zip": "!Truncated", "damaged.zip/a.txt": "one", "damaged.zip": "!Corrupt" });
  });

  test("what is no archive, or empty", async () => {
    await volume.put("page.zip", "<!doctype html>not found");
    await volume.put("empty.zip", "");
    expect(await volume.outcomes()).toEqual({ "page.zip": "!UnsupportedType", "empty.zip": "!Empty" });
  });

  test("a member without a name, or with one that is too long", async () => {
    expect(await outcomesOf([{ name: "", data: "x" }, { name: "a.txt", data: "one" }])).toEqual({ "box.zip/a.txt": "one", "box.zip": "!UnsafePath" });
    expect(await outcomesOf([{ name: "n".repeat(1001), data: "x" }, { name: "a.txt", data: "one" }])).toEqual({ "box.zip/a.txt": "one", "box.zip": "!UnsafePath" });
  });
});

test("an archive without members has no documents", async () => {
  expect(await outcomesOf([])).toEqual({});
});

test("an archive inside an archive is a document as it is", async () => {
  const inner = makeZip([{ name: "a.txt", data: "one" }]);
  await volume.put("box.zip", makeZip([{ name: "inner.zip", data: inner }]));
  expect(await volume.outcomes()).toEqual({ "box.zip/inner.zip": inner.toString("latin1") });
});

test("a name that two members have cannot be fetched: nobody knows which is meant", async () => {
  await volume.put("box.zip", makeZip([{ name: "a", data: "1" }, { name: "./a", data: "2" }]));
  expect((await volume.list()).map(({ id }) => id)).toEqual(["box.zip/a", "box.zip/a"]);
  await expect(volume.fetch("volume://scans/box.zip!/a")).rejects.toMatchObject({ reason: "Corrupt", message: expect.stringContaining("several members") });
});

test("a member that is not there is not found, and an archive that is not there neither", async () => {
  await volume.put("box.zip", makeZip([{ name: "a", data: "1" }]));
  await expect(volume.fetch("volume://scans/box.zip!/b")).rejects.toMatchObject({ reason: "NotFound" });
  await expect(volume.fetch("volume://scans/other.zip!/b")).rejects.toMatchObject({ reason: "NotFound" });
  await expect(volume.fetch("volume://scans/../box.zip!/b")).rejects.toMatchObject({ reason: "UnsafePath" });
});

test("an archive that is replaced between two fetches is read anew", async () => {
  await volume.put("box.zip", makeZip([{ name: "a", data: "first" }]));
  expect(await volume.fetch("volume://scans/box.zip!/a")).toBe("first");
  await volume.put("box.zip", makeZip([{ name: "b", data: "shifts" }, { name: "a", data: "second" }]));
  expect(await volume.fetch("volume://scans/box.zip!/a")).toBe("second");
});
