/** Text of each kind: decoded to its end, and read by its grammar where integrity is asked for. */
import { createReadStream } from "node:fs";
import { parse as createCsvParser } from "csv-parse";
import { PermanentError } from "../../errors.ts";
import type { Inspection } from "./inspection.ts";
import type { Inspecting } from "./inspecting.ts";
import { readText } from "./read-text.ts";
import { findXmlProblem } from "./xml-grammar.ts";

/** What has to be in memory at once to be judged. */
const MAX_PARSED_CHARACTERS = 32 * 1024 * 1024;

/** Throws PermanentError for what is no text. */
export async function inspectText(inspecting: Inspecting): Promise<Inspection> {
  const { path, signal, isThorough } = inspecting;
  const { text } = await readText(path, signal);
  const problem = isThorough ? await findGrammarProblem(inspecting) : undefined;
  return { text, read: "every character", ...(problem === undefined ? {} : { problem }) };
}

async function findGrammarProblem(inspecting: Inspecting): Promise<PermanentError | undefined> {
  switch (inspecting.type) {
    case "application/json":
      return findJsonProblem(await readWhole(inspecting));
    case "application/x-ndjson":
      return findJsonLinesProblem(await readWhole(inspecting));
    case "application/xml":
    case "image/svg+xml":
      return toCorrupt("XML", findXmlProblem(await readWhole(inspecting)));
    case "text/csv":
      return findCsvProblem(inspecting);
    default:
      return undefined;
  }
}

export async function readWhole({ path, signal }: Pick<Inspecting, "path" | "signal">): Promise<string> {
  const { text, isWhole } = await readText(path, signal, MAX_PARSED_CHARACTERS);
  if (!isWhole) throw new PermanentError("TooLarge", `the text has more than the ${MAX_PARSED_CHARACTERS} characters that are read by their grammar`);
  return text;
}

function toCorrupt(format: string, what: string | undefined): PermanentError | undefined {
  return what === undefined ? undefined : new PermanentError("Corrupt", `the ${format} is malformed: ${what}`);
}

function findJsonProblem(text: string): PermanentError | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return new PermanentError("Corrupt", `the JSON is malformed${placeOf(error)}`, { cause: error });
  }
}

/** The place alone: the parser's message quotes the document. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const [place] = /at position \d{1,12}/.exec(message) ?? [];
  if (place !== undefined) return ` ${place}`;
  return message.includes("end of JSON input") ? ": it ends too early" : "";
}

function findJsonLinesProblem(text: string): PermanentError | undefined {
  let line = 0;
  for (const each of text.split("\n")) {
    line += 1;
    if (each.trim() !== "" && findJsonProblem(each) !== undefined) return new PermanentError("Corrupt", `line ${line} is no JSON`);
  }
  return undefined;
}

const MAX_RECORD_CHARACTERS = 1024 * 1024;
const DELIMITERS = [",", ";", "\t", "|"];

/** Every line must have as many fields as the first one. */
async function findCsvProblem({ path, signal }: Inspecting): Promise<PermanentError | undefined> {
  const parser = createCsvParser({ delimiter: await findDelimiter(path, signal), bom: true, skip_empty_lines: true, max_record_size: MAX_RECORD_CHARACTERS });
  const file = createReadStream(path, { signal }).on("error", (error) => parser.destroy(error));
  try {
    for await (const _ of file.pipe(parser)) continue;
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return new PermanentError("Corrupt", `the CSV is malformed at line ${parser.info.lines}: ${csvFault(error)}`, { cause: error });
  } finally {
    file.destroy();
  }
}

/** The one that the first line has most of. */
async function findDelimiter(path: string, signal: AbortSignal): Promise<string> {
  const { text } = await readText(path, signal, MAX_RECORD_CHARACTERS);
  const [first = ""] = text.split("\n", 1);
  return DELIMITERS.toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ",";
}

function csvFault(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH") return "it has another number of fields than the first one";
  if (code === "CSV_MAX_RECORD_SIZE") return `a record has more than ${MAX_RECORD_CHARACTERS} characters`;
  return "a quotation mark is misplaced or missing";
}
