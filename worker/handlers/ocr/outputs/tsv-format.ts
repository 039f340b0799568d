/** The table that Tesseract calls TSV: pages, blocks, paragraphs, lines and words with their boxes, in pixels of the page. */
import { type Box, boxAround, boxOnPage, groupNeighbours, type LayoutWord, type Matrix } from "../page-layout.ts";
import type { PageFormat } from "./page-format.ts";
import type { PageRecord } from "./page-record.ts";

const COLUMNS = ["level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf", "text"];
/** What of a word's place counts at each level: block, paragraph, line. */
const DEPTH = 3;

export const TSV_FORMAT: PageFormat = { file: "words.tsv", suffix: ".tsv", begin: `${COLUMNS.join("\t")}\n`, page: formatPage, end: "" };

function formatPage({ page, layout }: PageRecord): string {
  if (layout === undefined) return row({ page, place: [], box: { left: 0, top: 0, right: 0, bottom: 0 } });
  const whole = row({ page, place: [], box: { left: 0, top: 0, right: layout.width, bottom: layout.height } });
  return `${whole}${formatGroup(layout.words, { page, toPage: layout.toPage, place: [] })}`;
}

interface Level {
  readonly page: number;
  readonly toPage: Matrix;
  /** Numbers of block, paragraph, line, as far as known. */
  readonly place: readonly number[];
}

function formatGroup(words: readonly LayoutWord[], { page, toPage, place }: Level): string {
  if (place.length === DEPTH) return words.map((word, index) => formatWord(word, { page, toPage, place: [...place, index + 1] })).join("");
  const groups = groupNeighbours(words, (word) => placeOf(word)[place.length] ?? 0);
  return groups.map((group) => formatHolder(group, { page, toPage, place: [...place, placeOf(group[0])[place.length] ?? 0] })).join("");
}

function formatHolder(words: readonly LayoutWord[], level: Level): string {
  const box = boxAround(words.map((word) => boxOnPage(word.box, level.toPage)));
  return `${row({ ...level, box })}${formatGroup(words, level)}`;
}

function formatWord({ text, confidence = 100, box }: LayoutWord, level: Level): string {
  return row({ ...level, box: boxOnPage(box, level.toPage), confidence: confidence.toFixed(2), text });
}

function placeOf(word: LayoutWord | undefined): readonly number[] {
  return word === undefined ? [] : [word.block, word.paragraph, word.line];
}

interface Row {
  readonly page: number;
  readonly place: readonly number[];
  readonly box: Box;
  readonly confidence?: string;
  readonly text?: string;
}

/** Level 1 is the page, 5 a word. −1 for what has no confidence. */
function row({ page, place, box, confidence = "-1", text = "" }: Row): string {
  const numbers = [...place, 0, 0, 0, 0].slice(0, DEPTH + 1);
  const sides = [box.left, box.top, box.right - box.left, box.bottom - box.top];
  return `${[place.length + 1, page, ...numbers, ...sides, confidence, text].join("\t")}\n`;
}
