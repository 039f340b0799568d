import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakLines } from "./break-lines.ts";

/** A typewriter: every letter is ten points wide. */
const typewriter = { measure: (text: string) => text.length * 10, style: { face: "mono", sizePoints: 10 } } as const;
const word = fc.stringMatching(/^[a-z]{1,12}$/);

describe("breakLines", () => {
  test("breaks between words where the line is full", () => {
    expect(breakLines("one two three", { ...typewriter, widthPoints: 70 })).toEqual(["one two", "three"]);
  });

  test("gives a word that is too wide a line of its own", () => {
    expect(breakLines("a considerable b", { ...typewriter, widthPoints: 50 })).toEqual(["a", "considerable", "b"]);
  });

  test("gives no line for no words", () => {
    expect(breakLines("  ", { ...typewriter, widthPoints: 50 })).toEqual([]);
  });

  test("loses no word, and only a single word may be too wide", () => {
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 10, max: 400 }), (words, widthPoints) => {
        const broken = breakLines(words.join(" "), { ...typewriter, widthPoints });
        expect(broken.flatMap((line) => line.split(" "))).toEqual(words);
        expect(broken.filter((line) => line.includes(" ") && line.length * 10 > widthPoints)).toEqual([]);
      }),
    );
  });
});
