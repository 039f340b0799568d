import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_PASSAGE_CHARACTERS, splitPassages } from "./passages.ts";

/** Long texts of few kinds of pieces, so that every kind of end is met. */
const LONG_TEXT = fc
  .array(fc.tuple(fc.constantFrom("word ", "End. ", "\n", "\n\n", "\f", "x".repeat(700), "🎉🎉🎉", "  ", "日本。"), fc.integer({ min: 1, max: 900 })), { maxLength: 12 })
  .map((pieces) => pieces.map(([piece, times]) => piece.repeat(Math.min(times, Math.ceil(12_000 / piece.length)))).join(""));

test("passages are the whole text, none is too long, none tears a character", () => {
  fc.assert(
    fc.property(LONG_TEXT, (text) => {
      const passages = [...splitPassages(text)];
      expect(passages.map((passage) => passage.text).join("")).toBe(text);
      let start = 0;
      for (const passage of passages) {
        expect(passage.start).toBe(start);
        expect(passage.text.length).toBeGreaterThan(0);
        expect(passage.text.length).toBeLessThanOrEqual(MAX_PASSAGE_CHARACTERS);
        expect(passage.text.isWellFormed()).toBe(true);
        start += passage.text.length;
      }
    }),
  );
});

test("a long text is cut behind a paragraph, or else behind a sentence, or else behind a word", () => {
  const firstOf = (text: string): string => [...splitPassages(text)][0]?.text.slice(-12) ?? "";
  expect(firstOf(`${"Words and words. ".repeat(300)}The end.\n\n${"More of it. ".repeat(400)}`)).toMatch(/The end\.\n\n$/);
  expect(firstOf("Words of it. ".repeat(1000))).toMatch(/of it\. $/);
  expect(firstOf("word ".repeat(3000))).toMatch(/word $/);
});

test("paragraphs and pages end at their breaks", () => {
  const [passage] = [...splitPassages("One\n  \nTwo\nstill two\fThree\n\nFour")];
  expect(passage?.breaks.map((at) => passage.text.slice(0, at))).toEqual(["One", "One\n  \nTwo\nstill two", "One\n  \nTwo\nstill two\fThree"]);
});
