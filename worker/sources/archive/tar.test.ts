import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeTar, type TarEntry } from "./testing/make-tar.ts";
import { makeVolume, type TestVolume } from "./testing/make-volume.ts";

let volume: TestVolume;

beforeEach(async () => {
  volume = await makeVolume();
});

afterEach(() => volume.remove());

const LONG = `${"folder/".repeat(40)}document.txt`;

describe.each<[string, (tar: Buffer) => Buffer]>([
  ["box.tar", (tar) => tar],
  ["box.tar.gz", (tar) => gzipSync(tar)],
  ["box.tgz", (tar) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))])],
])("members of %s", (name, pack) => {
  async function outcomesOf(entries: readonly TarEntry[]): Promise<Record<string, string>> {
    await volume.put(name, pack(await makeTar(entries)));
    const found = await volume.outcomes();
    return Object.fromEntries(Object.entries(found).map(([id, outcome]) => [id.replace(name, "box"), outcome]));
  }

  test("are documents with the bytes that were packed, in the order of the archive", async () => {
    const found = await outcomesOf([{ name: "./b.txt", data: "two" }, { name: "./a/", type: "directory" }, { name: "./a/a.txt", data: "x".repeat(2000) }, { name: "c.txt", data: "three" }]);
    expect(Object.entries(found)).toEqual([["box/b.txt", "two"], ["box/a/a.txt", "x".repeat(2000)], ["box/c.txt", "three"]]);
  });

  test("keep names that are long or not ASCII", async () => {
    const found = await outcomesOf([{ name: LONG, data: "long" }, { name: "käse/ü.txt", data: "umlaut" }, { name: `${"ä".repeat(99)}/${"b".repeat(99)}`, data: "both" }]);
    expect(found).toEqual({ [`box/${LONG}`]: "long", "box/käse/ü.txt": "umlaut", [`box/${"ä".repeat(99)}/${"b".repeat(99)}`]: "both" });
  });

  test("that are links or devices end with a reason", async () => {
    const found = await outcomesOf([
      { name: "good.txt", data: "good" },
      { name: "symlink", type: "symlink", linkname: "/etc/passwd" },
      { name: "link", type: "link", linkname: "good.txt" },
      { name: "pipe", type: "fifo" },
      { name: "device", type: "character-device" },
      { name: "empty" },
      { name: "last.txt", data: "last" },
    ]);
    expect(found).toEqual({ "box/good.txt": "good", "box/symlink": "!NotAFile", "box/link": "!NotAFile", "box/pipe": "!NotAFile", "box/device": "!NotAFile", "box/empty": "!Empty", "box/last.txt": "last" });
  });

  test.each(["../up.txt", "a/../../up.txt", "/etc/passwd", "a\\b.txt", "line\nend.txt"])("with the name %j end with a reason", async (unsafe) => {
    expect(Object.values(await outcomesOf([{ name: "good.txt", data: "good" }, { name: unsafe, data: "x" }])).toSorted()).toEqual(["!UnsafePath", "good"]);
  });

  test("can be fetched in any order, again and again", async () => {
    const entries = Array.from({ length: 20 }, (_, place) => ({ name: `${place}.txt`, data: `${place}`.repeat(1000) }));
    await volume.put(name, pack(await makeTar(entries)));
    const order = [3, 4, 19, 0, 7, 7, 6, 12, 1];
    for (const place of order) expect(await volume.fetch(`volume://scans/${name}!/${place}.txt`)).toBe(`${place}`.repeat(1000));
    const together = await Promise.all(order.map((place) => volume.fetch(`volume://scans/${name}!/${place}.txt`)));
    expect(together).toEqual(order.map((place) => `${place}`.repeat(1000)));
  });

  test("before the damage are read, and the archive says what is wrong with it", async () => {
    const tar = await makeTar([{ name: "a.txt", data: "one" }, { name: "b.txt", data: "two" }]);
    const damaged = Buffer.from(tar);
    damaged.fill("?", 1024, 1100);
    await volume.put(name, pack(damaged));
    expect(await volume.outcomes()).toEqual({ [`${name}/a.txt`]: "one", [name]: "!Corrupt" });
    await volume.put(name, pack(tar.subarray(0, 1538)));
    expect(await volume.outcomes()).toEqual({ [`${name}/a.txt`]: "one", [name]: "!Truncated" });
    await volume.put(name, pack(tar.subarray(0, 1100)));
    expect(await volume.outcomes()).toEqual({ [`${name}/a.txt`]: "one", [name]: "!Truncated" });
  });
});

test("a TAR without the blocks at its end is whole", async () => {
  await volume.put("box.tar", (await makeTar([{ name: "a.txt", data: "one" }])).subarray(0, 1024));
  expect(await volume.outcomes()).toEqual({ "box.tar/a.txt": "one" });
});

test("an empty TAR has no documents", async () => {
  await volume.put("box.tar", Buffer.alloc(10_240));
  expect(await volume.outcomes()).toEqual({});
});

test("gzip that is cut short or damaged ends the list there, and says so", async () => {
  const tar = await makeTar(Array.from({ length: 50 }, (_, place) => ({ name: `${place}.txt`, data: Buffer.from(Array.from({ length: 5000 }, (__, at) => (at * at * (place + 7)) % 251)) })));
  const packed = gzipSync(tar);
  await volume.put("cut.tar.gz", packed.subarray(0, packed.length / 2));
  const found = await volume.outcomes();
  expect(found["cut.tar.gz"]).toBe("!Truncated");
  expect(found["cut.tar.gz/0.txt"]).toHaveLength(5000);
  expect(Object.keys(found).length).toBeLessThan(50);
  expect(Object.values(found).filter((outcome) => outcome.startsWith("!"))).toEqual(["!Truncated"]);
});

test("gzip of something else is no archive", async () => {
  await volume.put("box.tar.gz", gzipSync("just a text that is longer than a header would be".repeat(20)));
  expect(await volume.outcomes()).toEqual({ "box.tar.gz": "!Corrupt" });
});

test("gzip that unpacks to more than the limit is a bomb, and the remedy is told", async () => {
  const tar = await makeTar([{ name: "a.txt", data: "one" }, { name: "zeros", data: Buffer.alloc(3_000_000) }, { name: "b.txt", data: "two" }]);
  await volume.put("box.tar.gz", gzipSync(tar));
  const limits = { maxDecompressedBytes: 1_000_000 };
  expect(await volume.outcomes({}, limits)).toEqual({ "box.tar.gz/a.txt": "one", "box.tar.gz": "!DecompressionLimit" });
  await expect(volume.fetch("volume://scans/box.tar.gz!/b.txt", limits)).rejects.toThrow(/gunzip/);
  await volume.put("box.tar", tar);
  expect(await volume.fetch("volume://scans/box.tar!/b.txt", limits)).toBe("two");
});

test("a sparse file is not given as if it were whole", async () => {
  const tar = await makeTar([{ name: "a.txt", data: "one" }]);
  tar.write("S", 156);
  const sum = tar.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  await volume.put("box.tar", tar);
  expect(await volume.outcomes()).toEqual({ "box.tar/a.txt": "!UnsupportedEncoding" });
});
