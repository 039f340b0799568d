import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeMemberName, toPlainPath } from "./member-name.ts";

describe("a member's name", () => {
  test.each([
    ["as it is", "a/b.pdf", "a/b.pdf"],
    ["without a dot before it", "./a.pdf", "a.pdf"],
    ["without empty segments", "a//./b.pdf", "a/b.pdf"],
    ["with dots in it", "..a/b../...", "..a/b../..."],
    ["with a colon in it", "12:30.pdf", "12:30.pdf"],
  ])("is a path %s", (_, raw, rawName) => {
    expect(judgeMemberName(raw)).toEqual({ rawName });
  });

  test.each(["/a", "..", "../a", "a/..", "a/../b", "C:a", "c:/a", "a\\b", "\\\\server\\a", "a\0b", "a\nb", "\x7f"])("is refused: %j", (raw) => {
    expect(judgeMemberName(raw)).toMatchObject({ rawName: raw, refusal: { reason: "UnsafePath" } });
  });
});

const piece = fc.constantFrom("a", ".", "..", "/", "\\", "b.pdf", "C:", "\n", "é");
const anyName = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(""));

test("whatever is accepted stays below its archive", () => {
  fc.assert(
    fc.property(anyName, (raw) => {
      const { rawName, refusal } = judgeMemberName(raw);
      if (refusal === undefined) for (const segment of rawName.split("/").slice(rawName === "" ? 1 : 0)) expect(["", ".", ".."]).not.toContain(segment);
    }),
  );
});

test("whatever the name, patterns see a plain path", () => {
  fc.assert(fc.property(anyName, (raw) => !/(^|\/)\.{0,2}(\/|$)|\\/.test(toPlainPath(raw) || "a")));
});
