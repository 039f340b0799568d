import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createEnglishReader } from "./english-reader.ts";
import type { PassageReader, ReadPassage } from "./passage-reader.ts";
import { splitPassages } from "./passages.ts";
import { createUnicodeReader } from "./unicode-reader.ts";

let english: PassageReader;
beforeAll(async () => {
  english = await createEnglishReader();
}, 60_000);

const READERS: readonly (readonly [string, () => PassageReader])[] = [
  ["English", () => english],
  ["German", () => createUnicodeReader("de")],
  ["Japanese", () => createUnicodeReader("ja")],
  ["of no known language", () => createUnicodeReader("und")],
];

function read(reader: PassageReader, text: string): ReadPassage {
  const [passage] = [...splitPassages(text)];
  return reader.read(text, passage?.breaks ?? []);
}

function sentencesOf(reader: PassageReader, text: string): string[] {
  return read(reader, text).sentences.map(({ start, end }) => text.slice(start, end));
}

const PIECES = ["Mr. ", "can't ", "£3.50", "a.m.", "word", " ", "\n", "\n\n", "\f", "🎉", "\u200b", "\u0301", "é", "日本語", "م", "\u202e", "…", "(", ")", "'", "-", "1,000", "http://a.b/c", "@x", "#y", "constructor", "__proto__", "\u00a0", "\t", "x".repeat(200)];
const TEXT = fc.oneof(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join("")), fc.string({ unit: "binary", maxLength: 200 }));

describe.each(READERS)("the reader of texts that are %s", (_, reader) => {
  test("leaves nothing between tokens but white space, whatever the text", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        let end = 0;
        for (const token of read(reader(), text).tokens) {
          expect(token.end).toBeGreaterThan(token.start);
          expect(text.slice(end, token.start).trim()).toBe("");
          end = token.end;
        }
        expect(text.slice(end).trim()).toBe("");
      }),
      { numRuns: 300 },
    );
  });

  test("puts every token into one sentence", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const { tokens, sentences } = read(reader(), text);
        const inside = sentences.flatMap(({ start, end }) => tokens.filter((token) => token.start >= start && token.end <= end));
        expect(inside).toEqual(tokens);
        expect(sentences.every(({ start, end }) => tokens.some((token) => token.start === start) && tokens.some((token) => token.end === end))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("reads a text the same way whatever it has read before", () => {
    fc.assert(
      fc.property(TEXT, TEXT, (text, between) => {
        const first = read(reader(), text);
        read(reader(), between);
        expect(read(reader(), text)).toEqual(first);
      }),
      { numRuns: 200 },
    );
  });
});

test("English sentences do not end at a title, a time of day or a wrapped line", () => {
  const text = "Mr. Lacey came at 4.20 a.m. and left\nagain. Dr. Sorley did not.\n\nYours, A. P. Renfrew\fNext page";
  expect(sentencesOf(english, text)).toEqual(["Mr. Lacey came at 4.20 a.m. and left\nagain.", "Dr. Sorley did not.", "Yours, A. P. Renfrew", "Next page"]);
});

test.each([
  ["de", "Am 3. Mai kam Frau Dr. Seidel, z. B. mit Herrn J. Albers. Der Verein e. V. dankt!", ["Am 3. Mai kam Frau Dr. Seidel, z. B. mit Herrn J. Albers.", "Der Verein e. V. dankt!"]],
  ["fr", "M. Garnier est venu avec Mme. Rosier. Il a payé.", ["M. Garnier est venu avec Mme. Rosier.", "Il a payé."]],
  ["es", "El Sr. Ibáñez vive en la Avda. Goya. ¿Viene?", ["El Sr. Ibáñez vive en la Avda. Goya.", "¿Viene?"]],
  ["it", "Il Sig. Conti e l'Avv. Bianchi sono qui. Bene!", ["Il Sig. Conti e l'Avv. Bianchi sono qui.", "Bene!"]],
  ["ja", "会議は三時です。遅れます。", ["会議は三時です。", "遅れます。"]],
])("sentences of %s do not end at its abbreviations", (language, text, want) => {
  expect(sentencesOf(createUnicodeReader(language), text)).toEqual(want);
});

test("English tokens have their part of speech and basic form", () => {
  const text = "The doors were mended.";
  const { tokens } = read(english, text);
  expect(tokens.map(({ start, end, kind, pos, lemma }) => [text.slice(start, end), kind, pos, lemma])).toEqual([
    ["The", "word", "DET", "the"],
    ["doors", "word", "NOUN", "door"],
    ["were", "word", "AUX", "be"],
    ["mended", "word", "VERB", "mend"],
    [".", "punctuation", "PUNCT", "."],
  ]);
});

test("what is too long to be a word is a token that nothing is said of", () => {
  const text = `before ${"xy".repeat(300)} after`;
  expect(read(english, text).tokens.map(({ kind, pos, start, end }) => [kind, pos, end - start])).toEqual([["word", "ADP", 6], ["other", undefined, 600], ["word", "ADP", 5]]);
});
