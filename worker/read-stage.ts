/** Reads what earlier stages and parts have left in the job's output. */
import { access, readFile, stat } from "node:fs/promises";
import { JOIN, type Json } from "../contract/wire/outcome.ts";
import type { DocumentTask } from "./document-task.ts";
import { RetryableError } from "./errors.ts";
import { hashFile } from "./hash-file.ts";
import type { HandlerSetup } from "./handler-setup.ts";
import type { InputFile, JoinPart } from "./handlers/handler.ts";
import { RECORD_SUFFIX, earlierName, finalName } from "./output-names.ts";
import type { Scratch } from "./scratch.ts";
import { type StageRecord, decodeStageRecord } from "./stage-record.ts";

export interface StageReading {
  readonly task: DocumentTask;
  readonly setup: HandlerSetup;
  readonly scratch: Scratch;
  readonly signal: AbortSignal;
}

/** The records of all earlier stages, in order. */
export function readEarlier(reading: StageReading): Promise<StageRecord[]> {
  const { context, document } = reading.task;
  return Promise.all(context.stageNames.slice(0, context.stage).map((name) => readRecord(reading, earlierName(name, document.id, RECORD_SUFFIX))));
}

export function resultsOf(records: readonly StageRecord[], { context }: DocumentTask): Record<string, Json> {
  const entries = records.flatMap((record, stage) => (record.result === undefined ? [] : [[context.stageNames[stage] ?? "", record.result] as const]));
  return Object.fromEntries(entries);
}

/** The newest primary output; undefined where no stage made one, so that the source is read. */
export async function readPrimary(reading: StageReading, records: readonly StageRecord[]): Promise<InputFile | undefined> {
  const stage = records.findLastIndex((record) => record.primary !== undefined);
  const primary = records[stage]?.primary;
  if (primary === undefined) return undefined;
  const { context, document } = reading.task;
  const name = earlierName(context.stageNames[stage] ?? "", document.id, primary.suffix);
  const path = await openStored(reading, name);
  const found = await hashFile(path, reading.signal);
  if (found.sha256 !== primary.sha256) throw notThere(name, "is not the file that was recorded; another try may be replacing it");
  return { path, ...found };
}

/** All parts of a split document, in order. */
export async function readParts(reading: StageReading): Promise<JoinPart[]> {
  const parts: JoinPart[] = [];
  const count = reading.task.part?.split.parts ?? 0;
  for (let part = 0; part < count; part++) parts.push(await readPart(reading, part));
  return parts;
}

async function readPart(reading: StageReading, part: number): Promise<JoinPart> {
  const { context, document } = reading.task;
  const owner = { context, id: document.id, part: { part, try: reading.task.try } };
  const record = await readRecord(reading, finalName(owner, RECORD_SUFFIX));
  const path = record.primary === undefined ? undefined : await openStored(reading, finalName(owner, record.primary.suffix));
  return { part, ...(path === undefined ? {} : { path }), ...(record.result === undefined ? {} : { result: record.result }) };
}

/** Besides the result, a record holds a few hundred bytes; escapes may make the result longer than it was measured. */
const RECORD_OVERHEAD_BYTES = 4096;

async function readRecord(reading: StageReading, name: string): Promise<StageRecord> {
  const path = await openStored(reading, name);
  const { size } = await stat(path);
  if (size > reading.setup.limits.maxResultBytes + RECORD_OVERHEAD_BYTES) throw notThere(name, "is too large for a stage's record");
  const record = decodeStageRecord(await readFile(path, { encoding: "utf8", signal: reading.signal }));
  if (record === undefined) throw notThere(name, "is no stage's record");
  return record;
}

async function openStored({ task, setup, scratch, signal }: StageReading, name: string): Promise<string> {
  const path = await setup.openStored({ context: task.context, name, folder: () => scratch.folder("in"), signal });
  if (path === undefined || !(await isThere(path))) throw notThere(name, "is not there");
  return path;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A try may find it: file systems on a network show new files late. */
function notThere(name: string, what: string): RetryableError {
  return new RetryableError("Unavailable", `\`${name}\` of an earlier stage ${what}; intermediate files must stay until the job has ended`);
}

export function isJoin(task: DocumentTask): boolean {
  return task.part?.part === JOIN;
}
