import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeSpix } from "./spix.ts";

test("a header of seven words, then each row in whole words, whose first pixel is in the highest byte", () => {
  const spix = encodeSpix({ data: Uint8Array.from([1, 2, 3, 4, 5, 6]), width: 3, height: 2 });
  expect(spix.subarray(0, 4).toString("latin1")).toBe("spix");
  expect([4, 8, 12, 16, 20, 24].map((at) => spix.readUInt32LE(at))).toEqual([3, 2, 8, 1, 0, 8]);
  expect([...spix.subarray(28)]).toEqual([0, 3, 2, 1, 0, 6, 5, 4]);
});

test("every pixel is where it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer(), (width, height, seed) => {
      const data = Uint8Array.from({ length: width * height }, (_, place) => (place * 31 + seed) & 0xff);
      const spix = encodeSpix({ data, width, height });
      const rowBytes = 4 * spix.readUInt32LE(16);
      const pixelAt = (x: number, y: number): number => spix.readUInt32LE(28 + y * rowBytes + 4 * Math.floor(x / 4)) >>> (8 * (3 - (x % 4))) & 0xff;
      expect(Array.from(data, (_, place) => pixelAt(place % width, Math.floor(place / width)))).toEqual([...data]);
    }),
  );
});
