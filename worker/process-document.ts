/**
 * Runs one document in this process: fetch → handler → staged outputs. Every ending comes back as a value. Used by both
 * execution modes; the bytes of a document are touched only here, so that whoever watches the process can end all of it.
 */
import { type Json, MAX_PARTS, MAX_WARNING_CHARACTERS, MAX_WARNINGS } from "../contract/wire/outcome.ts";
import type { DocumentEnding, InputFacts } from "./document-ending.ts";
import type { DocumentTask } from "./document-task.ts";
import { PermanentError } from "./errors.ts";
import type { HandlerSetup } from "./handler-setup.ts";
import type { HandlerResult, HandlerTask, InputFile } from "./handlers/handler.ts";
import { findReusable, keepForReuse, reuseKeyOf } from "./reuse/reuse-result.ts";
import { type StageReading, isJoin, readEarlier, readParts, readPrimary, resultsOf } from "./read-stage.ts";
import { Scratch } from "./scratch.ts";
import { stageOutputs } from "./stage-outputs.ts";
import type { StageRecord } from "./stage-record.ts";
import { toEnding, toMessage } from "./to-ending.ts";

export interface DocumentRun {
  readonly task: DocumentTask;
  readonly setup: HandlerSetup;
  /** Aborted with a reason of stop-reasons.ts. */
  readonly signal: AbortSignal;
}

/** Never rejects. Files of a success stay in the task's scratch folder, to be put into place; otherwise it is removed. */
export async function processDocument(run: DocumentRun): Promise<DocumentEnding> {
  const scratch = new Scratch(run.task.scratchPath);
  const facts: { input?: InputFacts["input"] } = {};
  const ending = await runHandler({ ...run, scratch }, facts).catch((error: unknown) => toEnding(error, run.signal));
  const hasFiles = ending.ending === "Succeeded" && ending.files.length > 0;
  if (scratch.isUsed && !hasFiles) await scratch.remove();
  return withInput(ending, facts.input);
}

/** What was read belongs to the try, and documents that are given back have not ended theirs. */
function withInput(ending: DocumentEnding, input: InputFacts["input"]): DocumentEnding {
  if (input === undefined || ending.ending === "Unavailable" || ending.ending === "NotAble" || ending.ending === "Stopped") return ending;
  return { ...ending, input };
}

async function runHandler(reading: StageReading, facts: { input?: InputFacts["input"] }): Promise<DocumentEnding> {
  reading.signal.throwIfAborted();
  const records = reading.task.context.stage === 0 ? [] : await readEarlier(reading);
  const input = await readInput(reading, records);
  if (input !== undefined) facts.input = { bytes: input.bytes, sha256: input.sha256 };
  const task = toHandlerTask(reading, records, input);
  const key = await reuseKeyOf(reading, task);
  const reused = key === undefined ? undefined : await findReusable(reading, key);
  const result = reused?.result ?? (await callHandler(reading, task));
  // A handler that ends well although it was told to stop has made no promise about what it left.
  reading.signal.throwIfAborted();
  const ending = await judgeResult(result, reading);
  if (ending.ending !== "Succeeded" || result.outcome !== "Succeeded") return ending;
  if (key !== undefined && reused === undefined) await keepForReuse(reading, key, { produced: result, ending });
  return { ...ending, ...warningsOf(result.result), ...(reused === undefined ? undefined : { reusedFrom: reused.from }) };
}

/** A result may name what somebody should look at. */
function warningsOf(result: Json | undefined): { warnings?: string[] } | undefined {
  const named = typeof result === "object" && result !== null && "warnings" in result ? result["warnings"] : undefined;
  if (!Array.isArray(named)) return undefined;
  const warnings = named.filter((name): name is string => typeof name === "string" && name.length <= MAX_WARNING_CHARACTERS).slice(0, MAX_WARNINGS);
  return warnings.length === 0 ? undefined : { warnings };
}

async function readInput(reading: StageReading, records: readonly StageRecord[]): Promise<InputFile | undefined> {
  const { task, setup, scratch, signal } = reading;
  if (!setup.handler.needsInput) return undefined;
  const input = (await readPrimary(reading, records)) ?? (await fetchSource());
  const wanted = task.part?.split.sha256 ?? "";
  if (input !== undefined && wanted !== "" && input.sha256 !== wanted) throw new PermanentError("SourceChanged", "the document is not the one that was split into parts");
  return input;

  async function fetchSource(): Promise<InputFile | undefined> {
    if (task.document.uri === undefined) return undefined;
    return setup.fetch({ document: task.document, folder: () => scratch.folder("in"), limits: setup.limits, attempt: task.attempt, signal });
  }
}

function toHandlerTask({ task, setup, scratch, signal }: StageReading, records: readonly StageRecord[], input: InputFile | undefined): HandlerTask {
  const part = pagesOf(task);
  return {
    document: task.document,
    attempt: task.attempt,
    options: task.context.options,
    earlier: records.length === 0 ? NO_RESULTS : resultsOf(records, task),
    outputFolder: () => scratch.folder("out"),
    limits: setup.limits,
    signal,
    ...(part === undefined ? undefined : { part }),
    ...(input === undefined ? undefined : { input }),
  };
}

const NO_RESULTS = {};

function pagesOf({ part }: DocumentTask): HandlerTask["part"] {
  if (part === undefined || typeof part.part !== "number") return undefined;
  const { pagesPerPart, pages } = part.split;
  const firstPage = part.part * pagesPerPart;
  return { part: part.part, firstPage, endPage: Math.min(pages, firstPage + pagesPerPart) };
}

async function callHandler(reading: StageReading, task: HandlerTask): Promise<HandlerResult> {
  const { handler } = reading.setup;
  if (!isJoin(reading.task)) return handler.run(task);
  if (handler.join === undefined) throw new PermanentError("InvalidResult", `handler \`${handler.name}\` splits documents but cannot join their parts`);
  return handler.join(task, await readParts(reading));
}

const MAX_ENGINE_CHARACTERS = 200;

async function judgeResult(result: HandlerResult, reading: StageReading): Promise<DocumentEnding> {
  switch (result.outcome) {
    case "Succeeded": {
      const staged = await stageOutputs(result, { ...reading, limits: reading.setup.limits });
      return { ending: "Succeeded", ...staged, ...(result.engine === undefined ? undefined : { engine: result.engine.slice(0, MAX_ENGINE_CHARACTERS) }) };
    }
    case "Skipped":
      return { ending: "Skipped", message: toMessage(result.message) };
    case "Split":
      return judgeSplit(result, reading.task);
    default:
      // What a handler of JavaScript, or of a later version, may answer.
      throw new PermanentError("InvalidResult", "the handler's answer has no outcome that is known");
  }
}

function judgeSplit({ parts, pagesPerPart, pages }: Extract<HandlerResult, { outcome: "Split" }>, task: DocumentTask): DocumentEnding {
  if (task.part !== undefined) throw new PermanentError("InvalidResult", "the handler split a part of a document once more");
  const isWhole = [parts, pagesPerPart, pages].every((count) => Number.isSafeInteger(count) && count >= 1);
  const fits = parts >= 2 && parts <= MAX_PARTS && (parts - 1) * pagesPerPart < pages && parts * pagesPerPart >= pages;
  if (!isWhole || !fits) throw new PermanentError("InvalidResult", `the handler split ${pages} pages into ${parts} parts of ${pagesPerPart}`);
  return { ending: "Split", parts, pagesPerPart, pages };
}
