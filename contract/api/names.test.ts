import { posix } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { dnsLabel, objectName, relativePath } from "./names.ts";

const segment = fc.constantFrom("a", ".", "..", "...", ".a", "..a", "a..", "", "-", "\u0000", "é");

it("a relative path that is accepted stays in its folder", () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
      const path = segments.join("/");
      if (!relativePath().safeParse(path).success) return true;
      return posix.join("/base", path).startsWith("/base");
    }),
  );
});

it("a relative path of plain names is accepted", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom("a", "...", ".a", "..a", "a..", "é", "x y"), { maxLength: 6 }), (names) => relativePath().safeParse(names.join("/")).success));
});

it.each(["/a", "a//b", "a/../b", "./a", "a/.", "..", "a\u0000", "a\nb"])("the path %j is refused", (path) => {
  expect(relativePath().safeParse(path).success).toBe(false);
});

it("a hostile path is judged at once", () => {
  const started = performance.now();
  relativePath().safeParse(`${"..".repeat(500)}/`);
  dnsLabel(1024).safeParse(`${"a-".repeat(500)}!`);
  objectName(1024).safeParse(`${"a.".repeat(500)}!`);
  expect(performance.now() - started).toBeLessThan(200);
});
