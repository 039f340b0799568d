import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { characterErrorRate, editDistance, toWords, wordRecall } from "./word-recall.ts";

/** The textbook table, slow and plainly right: what the banded one is compared with. */
function textbookDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}

/** Few letters, so that random strings share many of them. */
const fewLetters = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 80 });
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const anyText = fc.string({ unit: "binary", maxLength: 40 });

describe("wordRecall", () => {
  test.each([
    ["finds all words in another order", "one two three", "three one two", 1],
    ["counts a word as often as it is there", "the cat the dog", "the cat dog", 0.75],
    ["does not mind words too many", "cat", "a cat and a dog", 1],
    ["takes curly and straight quotes as one", "don't “stop”", "don’t \"stop\"", 1],
    ["joins a word broken at the end of a line", "Love-\nlace was in Kent", "Lovelace was in Kent", 1],
    ["keeps a hyphen inside a line", "well-known", "wellknown", 0],
    ["leaves out case and punctuation at the edges", "Dear Sir,", "dear (Sir)", 1],
    ["finds nothing in nothing", "some words", "", 0],
    ["has nothing to miss on a blank page", "", "dust", 1],
  ])("%s", (_sentence, truth, found, want) => {
    expect(wordRecall(truth, found)).toBe(want);
  });

  test("does not depend on the order of the words found", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 30 }), (truth, found) => {
        const reversed = found.toReversed().join(" ");
        expect(wordRecall(truth.join(" "), reversed)).toBe(wordRecall(truth.join(" "), found.join(" ")));
      }),
    );
  });

  test("stays between 0 and 1 for any text, and is 1 for the text itself", () => {
    fc.assert(
      fc.property(anyText, anyText, (truth, found) => {
        expect(wordRecall(truth, found)).toBeGreaterThanOrEqual(0);
        expect(wordRecall(truth, found)).toBeLessThanOrEqual(1);
        expect(wordRecall(truth, truth)).toBe(1);
      }),
    );
  });

  test("never falls when one more word is found", () => {
    fc.assert(
      fc.property(fc.array(word), fc.array(word), word, (truth, found, more) => {
        const before = wordRecall(truth.join(" "), found.join(" "));
        expect(wordRecall(truth.join(" "), [...found, more].join(" "))).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe("toWords", () => {
  test("keeps amounts, dates and apostrophes whole", () => {
    expect(toWords("Paid £1,204.50 on 3/4/1998 - the keeper's fee.")).toEqual(["paid", "1,204.50", "on", "3/4/1998", "the", "keeper's", "fee"]);
  });
});

describe("characterErrorRate", () => {
  test.each([
    ["is nothing for equal texts", "a page", "a page", 0],
    ["does not count white space that is only longer", "a page\nof text", "a  page of   text ", 0],
    ["is one wrong character of four", "cart", "card", 0.25],
    ["is one when nothing was found", "cart", "", 1],
    ["may pass one", "a", "abc", 2],
    ["is nothing for a blank page left blank", " \n", "", 0],
    ["is one for text found on a blank page", "", "dust", 1],
  ])("%s", (_sentence, truth, found, want) => {
    expect(characterErrorRate(truth, found)).toBe(want);
  });
});

describe("editDistance", () => {
  test("is what the textbook says", () => {
    fc.assert(
      fc.property(fewLetters, fewLetters, (a, b) => {
        expect(editDistance(a, b)).toBe(textbookDistance(a, b));
      }),
      { numRuns: 500 },
    );
  });

  test("is symmetric, and zero only for equal strings", () => {
    fc.assert(
      fc.property(fewLetters, fewLetters, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });

  test("finds few errors far apart in a long text", () => {
    const page = Array.from({ length: 4000 }, (_, i) => "abcdefghij"[(i * 7) % 10]).join("");
    const damaged = `x${page.slice(0, 2000)}${page.slice(2003)}yy`;
    expect(editDistance(page, damaged)).toBe(6);
  });
});
