import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countUnfinishedBytes, findInvalidUtf8 } from "./find-invalid-utf8.ts";

const TEXT = fc.string({ unit: "grapheme", maxLength: 40 });

test.each([
  ["a byte that leads nothing", [0x61, 0x80], 1],
  ["a letter of an older encoding", [0x53, 0x74, 0x72, 0x61, 0xdf, 0x65], 4],
  ["an overlong form", [0xc0, 0x80], 0],
  ["an overlong form of three bytes", [0x61, 0x61, 0xe0, 0x80, 0x80], 2],
  ["half of a pair of surrogates", [0xed, 0xa0, 0x80], 0],
  ["more than Unicode has", [0xf4, 0x90, 0x80, 0x80], 0],
  ["a character without its end", [0xc3, 0xa4, 0xe2, 0x82], 2],
])("%s is found at its first byte", (_, bytes, want) => {
  expect(findInvalidUtf8(Uint8Array.from(bytes))).toBe(want);
});

test("what is before the place is UTF-8, and what begins there is not", () => {
  fc.assert(
    fc.property(TEXT, fc.uint8Array({ maxLength: 8 }), TEXT, (before, middle, after) => {
      const bytes = Buffer.concat([Buffer.from(before), middle, Buffer.from(after)]);
      const place = findInvalidUtf8(bytes);
      expect(place === undefined).toBe(isUtf8(bytes));
      if (place !== undefined) expect([isUtf8(bytes.subarray(0, place)), isUtf8(bytes.subarray(0, place + 1))]).toEqual([true, false]);
    }),
  );
});

test("a text that is cut anywhere is UTF-8 without the bytes of its unfinished character", () => {
  fc.assert(
    fc.property(TEXT, fc.nat(200), (text, at) => {
      const cut = Buffer.from(text).subarray(0, at);
      expect(isUtf8(cut.subarray(0, cut.length - countUnfinishedBytes(cut)))).toBe(true);
    }),
  );
});
