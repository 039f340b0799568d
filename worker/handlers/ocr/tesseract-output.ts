/** Reads what Tesseract says of a page: `tesseract … stdout txt tsv` writes a table of words, then the text. */
import type { RecognisedText } from "./engine.ts";
import type { LayoutWord } from "./page-layout.ts";

const COLUMNS = 12;
/** The first column: what a row is about. */
const LEVEL_WORD = "5";

/** Rows are told from text by their tabs: recognised text has none. */
export function readTesseractOutput(output: string): RecognisedText {
  const table = new WordTable();
  for (let begin = 0; ; ) {
    const end = output.indexOf("\n", begin);
    const cells = end < 0 ? [] : output.slice(begin, end).split("\t");
    if (cells.length !== COLUMNS) return { text: output.slice(begin), ...table.toFacts() };
    table.add(cells);
    begin = end + 1;
  }
}

/** State: what the rows so far have told. */
class WordTable {
  readonly #words: LayoutWord[] = [];

  add([level, , block, paragraph, line, , left, top, width, height, confidence, text = ""]: readonly string[]): void {
    // −1 for what is no word; some are of nothing but spaces.
    if (level !== LEVEL_WORD || !(Number(confidence) >= 0) || text.trim() === "") return;
    const [x, y] = [Number(left), Number(top)];
    const box = { left: x, top: y, right: x + Number(width), bottom: y + Number(height) };
    this.#words.push({ block: Number(block), paragraph: Number(paragraph), line: Number(line), text: text.trim(), confidence: Number(confidence), box });
  }

  toFacts(): Omit<RecognisedText, "text"> {
    const sum = this.#words.reduce((total, { confidence = 0 }) => total + confidence, 0);
    return { words: this.#words, confidence: this.#words.length === 0 ? 0 : sum / this.#words.length };
  }
}
