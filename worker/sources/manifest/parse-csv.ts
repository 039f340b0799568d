/** The documents of a CSV text with a header; all values are text. */
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { errorCode } from "../error-code.ts";
import { checkUtf8 } from "./check-utf8.ts";
import { MAX_ELEMENT_BYTES, type ManifestElement } from "./manifest-element.ts";
import { ManifestProblem } from "./manifest-problem.ts";

/** Throws ManifestProblem. */
export async function* parseCsv(chunks: AsyncIterable<Buffer>, { delimiter }: { readonly delimiter: string }): AsyncGenerator<ManifestElement> {
  const lines = new RecordLines();
  const parser = parse({
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: MAX_ELEMENT_BYTES,
    // Each record comes with the line that it begins at before its values. Called at once, even for records that are
    // dropped because of an error behind them.
    on_record: (record: string[], context) => [String(lines.startOf(record, context.lines)), ...record],
  });
  // An error of either end comes out of the parser, below.
  pipeline(checkUtf8(chunks), parser).catch(() => undefined);
  try {
    yield* toElements(parser);
  } catch (error) {
    throw judgeError(error, lines.next);
  } finally {
    parser.destroy();
  }
}

/** From the parser's count of lines to those at which records begin: it counts a CRLF inside of quotes twice. */
class RecordLines {
  /** The line behind the record that ended last. */
  next = 1;
  #countedTwice = 0;

  startOf(record: readonly string[], countedEnd: number): number {
    this.#countedTwice += count(record, "\r\n");
    const end = countedEnd - this.#countedTwice;
    this.next = end + 1;
    return end - count(record, "\n");
  }
}

function count(record: readonly string[], what: string): number {
  return record.reduce((sum, value) => (value.includes(what) ? sum + value.split(what).length - 1 : sum), 0);
}

async function* toElements(records: AsyncIterable<unknown>): AsyncGenerator<ManifestElement> {
  let header: readonly string[] | undefined;
  for await (const parsed of records) {
    if (!isTexts(parsed)) throw new ManifestProblem(undefined, "a record of the CSV cannot be read");
    const line = Number(parsed[0]);
    const values = parsed.slice(1);
    if (header === undefined) header = judgeHeader(values, line);
    else yield { value: toObject(header, values, line), line };
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function judgeHeader(record: readonly string[], line: number): readonly string[] {
  const names = record.map((name) => name.trim());
  const twice = names.find((name, place) => name !== "" && names.indexOf(name) !== place);
  if (twice !== undefined) throw new ManifestProblem({ line }, `the header has the column \`${twice.slice(0, 100)}\` twice`);
  return names;
}

/** An empty value is none. */
function toObject(header: readonly string[], record: readonly string[], line: number): Record<string, string> {
  if (record.length !== header.length) throw new ManifestProblem({ line }, `there are ${record.length} values, and the header has ${header.length} columns; a value with a comma in it must be in quotes`);
  return Object.fromEntries(header.flatMap((name, place) => (record[place] === undefined || record[place] === "" || name === "" ? [] : [[name, record[place]]])));
}

const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: `the record is longer than ${MAX_ELEMENT_BYTES} bytes; a quote may have been opened and not closed`,
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and not closed",
  CSV_INVALID_CLOSING_QUOTE: "something follows a closing quote; a quote inside a quoted value is written twice",
  INVALID_OPENING_QUOTE: "a quote stands in the middle of a value; put the value in quotes, and write the quote twice",
};

function judgeError(error: unknown, line: number): unknown {
  const code = errorCode(error);
  const problem = code === undefined ? undefined : PROBLEMS[code];
  return problem === undefined ? error : new ManifestProblem({ line }, problem, { cause: error });
}
