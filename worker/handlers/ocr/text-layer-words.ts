/** Words of a page that holds its text itself, from the places of its characters. */
import type { Box, LayoutWord } from "./page-layout.ts";
import { boxAround } from "./page-layout.ts";

export interface PlacedCharacter {
  /** One code point. */
  readonly text: string;
  /** In pixels of the page; undefined for what stands nowhere, as the ends of lines do. */
  readonly box: Box | undefined;
}

/** Lines as pdfium parts them. Which of them make a paragraph a PDF does not say: there is one block of one paragraph. */
export function toWords(characters: readonly PlacedCharacter[]): LayoutWord[] {
  const words: LayoutWord[] = [];
  let line = 1;
  let isLineUsed = false;
  let word: PlacedCharacter[] = [];
  const endWord = (): void => {
    const boxes = word.flatMap(({ box }) => box ?? []);
    if (boxes.length > 0) words.push({ block: 1, paragraph: 1, line, text: word.map(({ text }) => text).join(""), box: boxAround(boxes) });
    isLineUsed ||= boxes.length > 0;
    word = [];
  };
  for (const character of characters) {
    if (!/^[\s\p{Cc}\uFFFE\uFFFF]/u.test(character.text)) {
      word.push(character);
      continue;
    }
    endWord();
    if (!/[\r\n]/.test(character.text) || !isLineUsed) continue;
    line += 1;
    isLineUsed = false;
  }
  endWord();
  return words;
}
