import { expect, test } from "vitest";
import { type PlacedCharacter, toWords } from "./text-layer-words.ts";

/** Characters ten pixels wide; what is no letter stands nowhere. */
function placed(text: string): PlacedCharacter[] {
  let line = 0;
  return Array.from(text, (character, index) => {
    if (character === "\n") line += 1;
    const box = { left: index * 10, top: line * 20, right: index * 10 + 9, bottom: line * 20 + 15 };
    return { text: character, box: /\s/.test(character) ? undefined : box };
  });
}

test("words are parted by spaces, lines by their ends", () => {
  const words = toWords(placed("To be\r\nor not"));
  expect(words.map(({ line, text }) => `${line} ${text}`)).toEqual(["1 To", "1 be", "2 or", "2 not"]);
  expect(words[1]?.box).toEqual({ left: 30, top: 0, right: 49, bottom: 15 });
});

test("empty lines count for nothing, and what stands nowhere is no word", () => {
  expect(toWords(placed("\n\na\n\n\nb")).map(({ line }) => line)).toEqual([1, 2]);
  expect(toWords([{ text: "x", box: undefined }])).toEqual([]);
});
