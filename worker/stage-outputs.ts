/** Checks what a handler says it has made, hashes it, and writes what the worker adds: large results and stage records. */
import { lstat, realpath, writeFile } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";
import { type Json, MAX_INLINE_RESULT_BYTES } from "../contract/wire/outcome.ts";
import type { StagedFile } from "./document-ending.ts";
import type { DocumentTask } from "./document-task.ts";
import { PermanentError } from "./errors.ts";
import { hashFile } from "./hash-file.ts";
import type { HandlerResult, ProducedFile } from "./handlers/handler.ts";
import type { Limits } from "./limits.ts";
import { RECORD_SUFFIX, RESULT_SUFFIX, isFinal, ownerOf } from "./output-names.ts";
import type { Scratch } from "./scratch.ts";
import { encodeStageRecord } from "./stage-record.ts";

type Succeeded = Extract<HandlerResult, { outcome: "Succeeded" }>;

export interface Staging {
  readonly task: DocumentTask;
  readonly scratch: Scratch;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

export interface Staged {
  readonly files: readonly StagedFile[];
  readonly result?: Json;
}

/** Names and hashes of all of them must fit one message of the ledger. */
const MAX_OUTPUTS = 500;
const MAX_OUTPUTS_BYTES = 256 * 1024;
const OUTPUT_OVERHEAD_BYTES = 160;
const SUFFIX = /^\.[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const RESERVED_SUFFIXES: readonly string[] = [RESULT_SUFFIX, RECORD_SUFFIX];

export async function stageOutputs(produced: Succeeded, staging: Staging): Promise<Staged> {
  const outputs = produced.outputs ?? [];
  checkOutputs(outputs, staging.task.document.id);
  const resultText = encodeResult(produced.result, staging.limits);
  const isLast = isFinal(ownerOf(staging.task));
  if (outputs.length === 0 && isLast && ridesAlong(resultText)) return toStaged([], produced.result);
  const files: StagedFile[] = [];
  for (const output of outputs) files.push(await stageOutput(output, staging));
  if (!isLast) return { files: [...files, await stageRecord(produced, files, staging)] };
  if (ridesAlong(resultText)) return toStaged(files, produced.result);
  return { files: [...files, await stageText({ text: resultText, name: "result.json", suffix: RESULT_SUFFIX }, staging)] };
}

function toStaged(files: readonly StagedFile[], result: Json | undefined): Staged {
  return result === undefined ? { files } : { files, result };
}

function ridesAlong(text: string): boolean {
  return text.length <= MAX_INLINE_RESULT_BYTES && Buffer.byteLength(text) <= MAX_INLINE_RESULT_BYTES;
}

/** Empty for no result. */
function encodeResult(result: Json | undefined, limits: Limits): string {
  if (result === undefined) return "";
  const text = JSON.stringify(result) as string | undefined;
  if (text === undefined) throw new PermanentError("InvalidResult", "the handler's result is no JSON value");
  if (Buffer.byteLength(text) > limits.maxResultBytes) throw new PermanentError("InvalidResult", `the handler's result is larger than ${limits.maxResultBytes} bytes as JSON`);
  return text;
}

function checkOutputs(outputs: readonly ProducedFile[], id: string): void {
  if (outputs.length === 0) return;
  const bytes = outputs.length * (OUTPUT_OVERHEAD_BYTES + Buffer.byteLength(id));
  if (outputs.length > MAX_OUTPUTS || bytes > MAX_OUTPUTS_BYTES) throw new PermanentError("InvalidResult", `the handler left ${outputs.length} files; the limit is ${MAX_OUTPUTS} a document, fewer where ids are long`);
  const suffixes = new Set(outputs.map(({ suffix }) => suffix.toLowerCase()));
  if (suffixes.size < outputs.length) throw new PermanentError("InvalidResult", "two of the handler's outputs have the same suffix");
  if (outputs.filter(({ primary }) => primary === true).length > 1) throw new PermanentError("InvalidResult", "more than one of the handler's outputs is primary");
  const odd = outputs.find(({ suffix }) => !SUFFIX.test(suffix) || suffix.includes("..") || RESERVED_SUFFIXES.includes(suffix.toLowerCase()));
  if (odd !== undefined) throw new PermanentError("InvalidResult", `the handler's output has a suffix that it may not have: \`${odd.suffix.slice(0, 120)}\``);
}

async function stageOutput({ file, suffix }: ProducedFile, { scratch, signal }: Staging): Promise<StagedFile> {
  const folder = await scratch.folder("out");
  await checkInside(folder, file);
  return { file: `out/${file}`, suffix, ...(await hashFile(join(folder, file), signal)) };
}

/** A command may leave links to anything; only a regular file of the folder's own is taken. */
async function checkInside(folder: string, file: string): Promise<void> {
  const path = join(folder, file);
  const isPlain = file !== "" && !isAbsolute(file) && normalize(file) === file && !file.startsWith("..");
  const found = isPlain ? await lstat(path).catch(() => undefined) : undefined;
  if (found === undefined) throw new PermanentError("InvalidResult", `the handler names an output that it did not leave: \`${file.slice(0, 120)}\``);
  const isOwn = found.isFile() && (await realpath(path)) === join(await realpath(folder), file);
  if (!isOwn) throw new PermanentError("InvalidResult", `the handler's output \`${file.slice(0, 120)}\` is no regular file`);
}

async function stageRecord(produced: Succeeded, files: readonly StagedFile[], staging: Staging): Promise<StagedFile> {
  const suffix = produced.outputs?.find((output) => output.primary === true)?.suffix;
  const file = files.find((staged) => staged.suffix === suffix);
  const primary = file === undefined ? {} : { primary: { suffix: file.suffix, bytes: file.bytes, sha256: file.sha256 } };
  const text = encodeStageRecord({ ...primary, ...(produced.result === undefined ? {} : { result: produced.result }) });
  return stageText({ text, name: "stage.json", suffix: RECORD_SUFFIX }, staging);
}

async function stageText(file: { text: string; name: string; suffix: string }, { scratch, signal }: Staging): Promise<StagedFile> {
  const path = join(await scratch.folder("kept"), file.name);
  await writeFile(path, file.text, { signal });
  return { file: `kept/${file.name}`, suffix: file.suffix, ...(await hashFile(path, signal)) };
}
