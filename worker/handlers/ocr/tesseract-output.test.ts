import { expect, test } from "vitest";
import { readTesseractOutput } from "./tesseract-output.ts";

const HEADING = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
const row = (confidence: number, text: string): string => `5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t${confidence}\t${text}\n`;

test("the table and the text are told apart, and confidence is the mean over words", () => {
  const output = `${HEADING}${row(-1, "")}${row(90, "Invoice")}${row(80, "4711")}${row(95, " ")}Invoice 4711\n\nend\n`;
  expect(readTesseractOutput(output)).toEqual({ text: "Invoice 4711\n\nend\n", confidence: 85 });
});

test("a page without words has no confidence", () => {
  expect(readTesseractOutput(`${HEADING}${row(-1, "")}\f`)).toEqual({ text: "\f", confidence: 0 });
});

test("output without a table is all text", () => {
  expect(readTesseractOutput("just text\n")).toEqual({ text: "just text\n", confidence: 0 });
});
