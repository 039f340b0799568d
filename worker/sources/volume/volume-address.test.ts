import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeRaw, parseVolumeUri, toRaw, toVolumeId, toVolumeUri } from "./volume-address.ts";

describe("addresses of files on volumes", () => {
  test.each([
    ["a plain path stays readable", toRaw("2024/a.pdf"), "volume://scans/2024/a.pdf"],
    ["letters of any script stay readable", toRaw("Акт/é.pdf"), "volume://scans/Акт/é.pdf"],
    ["spaces, percent signs and what URIs give a meaning to are encoded", "a b%?#.pdf", "volume://scans/a%20b%25%3F%23.pdf"],
    ["bytes that are no UTF-8 are encoded", "a\xff\xc3.pdf", "volume://scans/a%FF%C3.pdf"],
    ["controls are encoded", "a\n\x1b", "volume://scans/a%0A%1B"],
  ])("%s", (_, rawPath, want) => {
    expect(toVolumeUri("scans", rawPath)).toBe(want);
    expect(parseVolumeUri(want)).toEqual({ volume: "scans", rawPath });
  });

  test("a percent sign that encodes nothing stands for itself", () => {
    expect(parseVolumeUri("volume://scans/100%.pdf")).toEqual({ volume: "scans", rawPath: "100%.pdf" });
  });

  test.each(["s3://bucket/a", "volume://", "volume:///a", "a.pdf", "/a.pdf", ""])("`%s` is none", (uri) => {
    expect(parseVolumeUri(uri)).toBeUndefined();
  });
});

describe("addresses of members of archives", () => {
  test.each([
    ["the archive, `!/` and the path in it", "volume://scans/2024/box.zip!/inner/a.pdf", "2024/box.zip", "inner/a.pdf"],
    ["of any kind of archive, in any case", "volume://scans/BOX.Tar.GZ!/a", "BOX.Tar.GZ", "a"],
    ["encoded where they must be", "volume://scans/a%20b.tgz!/c%3F/d!/e", "a b.tgz", "c?/d!/e"],
    ["of the outermost archive", "volume://scans/a.tar!/b.zip!/c", "a.tar", "b.zip!/c"],
    ["of an archive as a whole", "volume://scans/a.tar!/", "a.tar", ""],
  ])("are %s", (_, uri, rawPath, rawMember) => {
    expect(parseVolumeUri(uri)).toEqual({ volume: "scans", rawPath, rawMember });
    expect(parseVolumeUri(toVolumeUri("scans", rawPath, rawMember))).toEqual({ volume: "scans", rawPath, rawMember });
  });

  test.each(["volume://scans/Urgent!/a.pdf", "volume://scans/box.zip/a.pdf", "volume://scans/box.zip!", "volume://scans/box.zip%21/a.pdf"])("`%s` is a file", (uri) => {
    expect(parseVolumeUri(uri)).not.toHaveProperty("rawMember");
  });

  test("a folder that is called like an archive and a `!` is none", () => {
    expect(toVolumeUri("scans", "box.zip!/a.pdf")).toBe("volume://scans/box.zip%21/a.pdf");
  });
});

describe("ids of files", () => {
  test.each([
    ["the path itself", toRaw("2024/Страница 1.pdf"), "2024/Страница 1.pdf"],
    ["the path itself, with a percent sign", "100%.pdf", "100%.pdf"],
    ["with bytes that are no UTF-8 encoded", "a\xff.pdf", "a%FF.pdf"],
    ["apart from a file that is called like the encoding of another", "a%ff.pdf", "a%25ff.pdf"],
    ["without controls", "a\n.pdf", "a%0A.pdf"],
  ])("are %s", (_, rawPath, want) => {
    expect(toVolumeId(rawPath)).toBe(want);
  });
});

const byte = fc.constantFrom("!", ".zip", "a", "b", "%", "2", "5", "F", "f", "/", "\n", "\x80", "\xc3", "\xa9", "\xff", "\xe2", "\xf0", ".");
const rawPath = fc.oneof(fc.string({ unit: byte, minLength: 1, maxLength: 12 }), fc.uint8Array({ minLength: 1, max: 255 }).map((bytes) => Buffer.from(bytes).toString("latin1").replaceAll("\0", "0")));

describe("whatever bytes a path is made of", () => {
  test("its address leads back to it, and is well-formed", () => {
    fc.assert(
      fc.property(rawPath, (path) => {
        const uri = toVolumeUri("scans", path);
        expect(uri.isWellFormed()).toBe(true);
        expect(parseVolumeUri(uri)?.rawPath).toBe(path);
      }),
      { numRuns: 3000 },
    );
  });

  test("so does that of a member of an archive", () => {
    fc.assert(
      fc.property(rawPath, rawPath, fc.constantFrom(".zip", ".tar", ".tgz"), (path, member, name) => {
        const archive = path + name;
        expect(parseVolumeUri(toVolumeUri("scans", archive, member))).toEqual({ volume: "scans", rawPath: archive, rawMember: member });
      }),
      { numRuns: 3000 },
    );
  });

  test("its id is its own", () => {
    fc.assert(
      fc.property(rawPath, rawPath, (left, right) => {
        if (left !== right) expect(toVolumeId(left)).not.toBe(toVolumeId(right));
        expect(toVolumeId(left).isWellFormed()).toBe(true);
        expect(toVolumeId(left)).not.toMatch(/[\u0000-\u001f\u007f]/);
      }),
      { numRuns: 5000 },
    );
  });

  test("an id is never too long, and long ids stay different", () => {
    const long = `${"папка/".repeat(190)}`;
    expect(toVolumeId(toRaw(`${long}a`)).length).toBeLessThanOrEqual(1024);
    expect(toVolumeId(toRaw(`${long}a`))).not.toBe(toVolumeId(toRaw(`${long}b`)));
  });

  test("a normalised path has no way up left", () => {
    expect(normalizeRaw("a/./b//../c/")).toBe("a/c");
    expect(normalizeRaw("a/../../b")).toBeUndefined();
    expect(normalizeRaw("a\0b")).toBeUndefined();
  });
});
