/** From a service's answer to the result and the file of the document. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import { parseJsonPath } from "../../../contract/handlers/json-path.ts";
import type { Json } from "../../../contract/wire/outcome.ts";
import { PermanentError, RetryableError } from "../../errors.ts";
import type { HandlerTask, ProducedFile } from "../handler.ts";
import { isDeeperThan, MAX_RESULT_DEPTH } from "../is-deeper-than.ts";
import { parseInnerJson } from "./inner-json.ts";
import { ANSWER_FILE, type Received } from "./receive.ts";
import { valueAt } from "./value-at.ts";

export interface AnswerResult {
  readonly result?: Json;
  readonly outputs?: readonly ProducedFile[];
}

/** Throws PermanentError for an answer that is not what the options say, and RetryableError where another call may bring a better one. */
export async function toAnswerResult(received: Received, task: HandlerTask<HttpOptions>): Promise<AnswerResult> {
  const { answer, outputSuffix } = task.options;
  if (answer === "ignore") return {};
  if (answer === "file") {
    const { fileBytes: bytes, contentType } = received;
    return { result: { bytes, contentType }, outputs: [{ file: ANSWER_FILE, suffix: outputSuffix ?? ".http.bin", primary: true }] };
  }
  const result = readResult(received.body, task.options);
  if (result === undefined) return {};
  return task.options.output === "none" ? { result } : writeResult(result, task);
}

/** Undefined for an answer without a body. */
function readResult(body: Buffer, options: HttpOptions): Json | undefined {
  const text = decodeUtf8(body);
  if (text.trim() === "") return undefined;
  const result = options.answer === "text" ? text : findResult(parseAnswer(text), options.resultPath);
  const read = options.parse === "json" ? readInner(result) : result;
  if (!isDeeperThan(read, MAX_RESULT_DEPTH)) return read;
  throw new PermanentError("InvalidResult", `the service's answer is nested deeper than ${MAX_RESULT_DEPTH} levels`);
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    throw new PermanentError("InvalidResult", "the service's answer is not UTF-8; for an answer that is a file, set `answer: file`", { cause: error });
  }
}

function parseAnswer(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new PermanentError("InvalidResult", "the service's answer is not JSON; set `answer` to text, file or ignore where that is right", { cause: error });
  }
}

function findResult(answer: Json, resultPath: string): Json {
  const found = valueAt(answer, parseJsonPath(resultPath) ?? []);
  if (found === undefined) throw new PermanentError("InvalidResult", `the service's answer has nothing at \`resultPath\` ${resultPath}`);
  return found;
}

/** What a model writes differs from call to call. */
function readInner(result: Json): Json {
  if (typeof result === "object" && result !== null) return result;
  const read = typeof result === "string" ? parseInnerJson(result) : undefined;
  if (read === undefined) throw new RetryableError("HandlerError", "the service's answer holds no JSON where `parse: json` looks for it");
  return read;
}

/** JSON about a document does not take the place of its text for the next stage; text does. */
async function writeResult(result: Json, task: HandlerTask<HttpOptions>): Promise<AnswerResult> {
  const { output, outputSuffix } = task.options;
  const isText = output === "text";
  const text = isText && typeof result === "string" ? result : `${JSON.stringify(result)}\n`;
  await writeFile(join(await task.outputFolder(), ANSWER_FILE), text, { signal: task.signal });
  const suffix = outputSuffix ?? (isText ? ".http.txt" : ".http.json");
  return { result: isText ? { characters: text.length } : result, outputs: [{ file: ANSWER_FILE, suffix, ...(isText ? { primary: true } : {}) }] };
}
