/** Reads what `tesseract … stdout txt tsv` writes: a table of words, then the text. */
import type { RecognisedText } from "./engine.ts";

const COLUMNS = 12;
const CONFIDENCE_COLUMN = 10;
const TEXT_COLUMN = 11;

/** Rows are told from text by their tabs: recognised text has none. */
export function readTesseractOutput(output: string): RecognisedText {
  let place = 0;
  let words = 0;
  let sum = 0;
  for (;;) {
    const end = output.indexOf("\n", place);
    const cells = end < 0 ? [] : output.slice(place, end).split("\t");
    if (cells.length !== COLUMNS) return { text: output.slice(place), confidence: words === 0 ? 0 : sum / words };
    place = end + 1;
    // −1 for what is no word; the heading is no number.
    const confidence = Number(cells[CONFIDENCE_COLUMN]);
    if (!(confidence >= 0) || cells[TEXT_COLUMN]?.trim() === "") continue;
    words += 1;
    sum += confidence;
  }
}
