import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText, judgeTextLayer } from "./text-layer.ts";

describe("the text of a page", () => {
  test.each([
    ["has Unix line ends", "a\r\nb\rc", "a\nb\nc"],
    ["keeps the hyphen at a line's end that pdfium marks", "exam\uFFFE\r\nple", "exam-\nple"],
    ["keeps no marks elsewhere", "a\uFFFEb\u0000c", "abc"],
    ["has no form feed, which separates pages", "a\fb", "ab"],
    ["has no space at line ends and no empty lines around it", "\n\na  \n b \n\n", "a\n b"],
  ])("%s", (_, raw, want) => {
    expect(cleanText(raw)).toBe(want);
  });

  test("is well formed and clean whatever came, and cleaning again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const text = cleanText(raw);
        expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(text.isWellFormed()).toBe(true);
        expect(cleanText(text)).toBe(text);
      }),
    );
  });
});

describe("a text layer", () => {
  test.each([
    ["of words is readable", "Invoice 4711", true],
    ["of glyphs without meaning is not", "\uE001\uE002\uE003 \uFFFD\uFFFD a", false],
    ["of spaces is not", " \n ", false],
    ["in another script is readable", "счёт 4711 請求書", true],
  ])("%s", (_, raw, want) => {
    expect(judgeTextLayer(raw).isReadable).toBe(want);
  });

  test("counts what can be read, without spaces", () => {
    expect(judgeTextLayer("a b\n\uE001c").readableCharacters).toBe(3);
  });
});
