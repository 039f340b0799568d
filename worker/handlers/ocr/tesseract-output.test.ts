import { expect, test } from "vitest";
import { readTesseractOutput } from "./tesseract-output.ts";

const HEADING = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
const row = (confidence: number, text: string): string => `5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t${confidence}\t${text}\n`;

const PAGE = "1\t1\t0\t0\t0\t0\t0\t0\t640\t480\t-1\t\n";

test("the table and the text are told apart, and confidence is the mean over words", () => {
  const output = `${HEADING}${PAGE}${row(-1, "")}${row(90, "Invoice")}${row(80, "4711")}${row(95, " ")}Invoice 4711\n\nend\n`;
  expect(readTesseractOutput(output)).toMatchObject({ text: "Invoice 4711\n\nend\n", confidence: 85, words: [{ text: "Invoice", confidence: 90 }, { text: "4711" }] });
});

test("a page without words has no confidence", () => {
  expect(readTesseractOutput(`${HEADING}${row(-1, "")}\f`)).toEqual({ text: "\f", confidence: 0, words: [] });
});

test("output without a table is all text", () => {
  expect(readTesseractOutput("just text\n")).toMatchObject({ text: "just text\n", confidence: 0, words: [] });
});

test("a word's place is its block, paragraph and line, and its box in pixels", () => {
  const { words } = readTesseractOutput("5\t1\t2\t3\t4\t1\t10\t20\t30\t40\t91.5\tInvoice\n");
  expect(words).toEqual([{ block: 2, paragraph: 3, line: 4, text: "Invoice", confidence: 91.5, box: { left: 10, top: 20, right: 40, bottom: 60 } }]);
});
