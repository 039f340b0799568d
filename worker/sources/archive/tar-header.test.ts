import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeTar } from "./testing/make-tar.ts";
import { BLOCK_BYTES, isZeroBlock, parsePax, parseTarHeader } from "./tar-header.ts";

describe("a header", () => {
  test("is read as tar-stream has written it", async () => {
    const name = fc.stringMatching(/^[a-z][a-z/]{0,60}[a-z]$/);
    await fc.assert(
      fc.asyncProperty(name, fc.string({ maxLength: 300 }), async (path, data) => {
        const tar = await makeTar([{ name: path, data }]);
        expect(parseTarHeader(tar.subarray(0, BLOCK_BYTES))).toEqual({ rawName: path, bytes: Buffer.byteLength(data), type: "0" });
      }),
    );
  });

  test("of a size that needs more than octal digits", () => {
    const block = headerOf(Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1]));
    expect(parseTarHeader(block)?.bytes).toBe(0x10_00_00_00_01);
  });

  test.each([
    ["a negative size", Buffer.from([0xff, ...Array.from({ length: 11 }, () => 0xff)])],
    ["a size beyond all measure", Buffer.from([0x80, ...Array.from({ length: 11 }, () => 0xff)])],
    ["a size that is no number", Buffer.from("12345678xyz\0")],
  ])("with %s is none", (_, size) => {
    expect(parseTarHeader(headerOf(size))).toBeUndefined();
  });

  test("is never found in other bytes, and never throws", () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 0, maxLength: 600 }), (bytes) => parseTarHeader(Buffer.from(bytes)) === undefined || isZeroBlock(Buffer.from(bytes))));
  });
});

function headerOf(size: Buffer): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.write("a.txt");
  size.copy(block, 124);
  block.write("0", 156);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

describe("extended records", () => {
  test("give path and size", () => {
    expect(parsePax(Buffer.from("16 path=a/b.txt\n12 size=123\n"))).toEqual({ isSparse: false, rawPath: "a/b.txt", bytes: 123 });
    expect(parsePax(Buffer.from("22 GNU.sparse.major=1\n"))).toEqual({ isSparse: true });
  });

  test.each(["path=a\n", "0 path=a\n", "-5 path=a\n", "99 path=a\n", "3 \n", "10 size=-\n", "1e1 path=a\n\n\n\n\n"])("%j is none", (text) => {
    expect(parsePax(Buffer.from(text))).toBeUndefined();
  });

  test("never throw or go round in circles", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => (parsePax(Buffer.from(text)), true)));
  });
});
