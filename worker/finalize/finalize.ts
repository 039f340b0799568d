/**
 * Closes a round: writes results.jsonl, failures.jsonl and summary.json, checks that every recorded output is there, and says
 * what the files add up to. Run again after a failure it does all of it anew; readers see the old files or the new ones.
 */
import { decodeManifestPage } from "../../contract/wire/codec.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import type { ManifestPage } from "../../contract/wire/manifest.ts";
import type { FinalizeSucceeded } from "../../contract/wire/outcome.ts";
import type { FoldState } from "../../engine/ledger/fold-state.ts";
import { UnavailableError } from "../errors.ts";
import { toJsonLine } from "../json-line.ts";
import type { Manifests } from "../ports.ts";
import { checkOutputs } from "./check-outputs.ts";
import { collectOutcomes } from "./collect-outcomes.ts";
import { type DocumentResult, intermediateOutputs, toDocumentResult } from "./document-result.ts";
import type { OutcomeRow } from "./outcome-row.ts";
import { BUCKET_DOCUMENTS, OutcomeSpill } from "./outcome-spill.ts";
import { OutputRegister } from "./output-register.ts";
import type { PendingFile, ResultsStore } from "./results-store.ts";
import { SummaryBuilder } from "./summary.ts";

export interface FinalizeInput {
  readonly entry: JobEntry;
  readonly stageNames: readonly string[];
  /** The whole ledger of the job, from its first record. */
  readonly records: AsyncIterable<LedgerRecord>;
  readonly manifests: Manifests;
  readonly store: ResultsStore;
  /** A folder of this task alone, for what does not fit in memory. */
  readonly spillFolder: string;
  /** Asked right before the files appear under their names: is this round still the job's? */
  readonly isCurrent: () => boolean;
  readonly signal: AbortSignal;
}

export type FinalizeFacts = Pick<FinalizeSucceeded, "counts" | "missingOutputs" | "message">;

const NAMES = { results: "results.jsonl", failures: "failures.jsonl", summary: "summary.json" } as const;
/** Outputs are looked at so many documents at a time. */
const CHECKS_AT_ONCE = 64;

export async function finalize(input: FinalizeInput): Promise<FinalizeFacts> {
  const spill = new OutcomeSpill(input.spillFolder);
  const files: PendingFile[] = [];
  try {
    const state = await collectOutcomes(input.records, spill, input.signal);
    for (const name of Object.values(NAMES)) files.push(await input.store.create(name));
    return await writeFiles({ ...input, spill, state, files, register: new OutputRegister() });
  } finally {
    await spill.remove();
    for (const file of files) await file.discard();
  }
}

interface Writing extends FinalizeInput {
  readonly spill: OutcomeSpill;
  readonly state: FoldState;
  /** Results, failures, summary. */
  readonly files: readonly PendingFile[];
  readonly register: OutputRegister;
}

/** Outputs that are not as the ledger says. */
interface Missing {
  count: number;
  /** What is wrong with the first of them. */
  first: string;
}

async function writeFiles(writing: Writing): Promise<FinalizeFacts> {
  const { entry, files, state, stageNames } = writing;
  const [results, failures, summary] = files;
  const builder = new SummaryBuilder(stageNames, state.documents?.total ?? 0);
  const missing: Missing = { count: 0, first: "" };
  for await (const chunk of documentChunks(writing)) {
    const lines = await closeDocuments(writing, chunk, missing);
    lines.forEach((line, place) => builder.add(line, stageOf(writing, chunk[place]?.index ?? 0)));
    await results?.write(lines.map(toJsonLine).join(""));
    await failures?.write(lines.filter((line) => line.outcome === "Failed").map(toJsonLine).join(""));
  }
  const { namespace, name, uid } = entry;
  await summary?.write(`${JSON.stringify(builder.build({ job: { namespace, name, uid }, state }), null, 2)}\n`);
  await publish(writing);
  const { total: _, ...counts } = builder.counts;
  return { counts, missingOutputs: missing.count, ...(missing.count === 0 ? {} : { message: `${missing.count} recorded outputs are not as they were written; ${missing.first}` }) };
}

/** The summary comes last: where it is, the other two are of its round. */
async function publish({ files, isCurrent, store, signal }: Writing): Promise<void> {
  for (const file of files) await file.finish();
  signal.throwIfAborted();
  if (!isCurrent()) throw new UnavailableError("the job has gone on to another round");
  for (const file of files) await file.publish();
  await store.removeEmptyStages();
}

interface OpenDocument {
  readonly index: number;
  readonly result: DocumentResult;
  readonly rows: readonly OutcomeRow[];
}

/** Most documents of some jobs leave nothing behind; a promise for each of them would cost more than its line. */
async function closeDocuments(writing: Writing, chunk: readonly OpenDocument[], missing: Missing): Promise<DocumentResult[]> {
  const lastStage = writing.stageNames.length - 1;
  const isBare = ({ result, rows }: OpenDocument): boolean => result.outputs.length === 0 && intermediateOutputs(rows, lastStage).length === 0;
  if (chunk.every(isBare)) return chunk.map(({ result }) => result);
  return Promise.all(chunk.map((document) => closeDocument(writing, document, missing)));
}

async function closeDocument(writing: Writing, { result, rows, index }: OpenDocument, missing: Missing): Promise<DocumentResult> {
  const { store, entry, stageNames } = writing;
  await removeIntermediates();
  if (result.outputs.length === 0) return result;
  const ranAgain = rows.length > stageNames.length || (writing.state.documents?.table.try(index) ?? 1) > 1;
  const checked = await checkOutputs(store, result, ranAgain);
  for (const name of checked.missing) note(missing, `${name} is not there with its size`);
  for (const { name } of result.outputs) if (writing.register.isTaken(name)) note(missing, `${name} was written by two documents; give their ids, or the command's files, other names`);
  return { ...result, outputs: checked.outputs };

  /** Those of failed and cancelled documents stay: a new round goes on from them. */
  async function removeIntermediates(): Promise<void> {
    const isOver = result.outcome === "Succeeded" || result.outcome === "Skipped";
    if (!isOver || entry.output.keepIntermediates) return;
    for (const file of intermediateOutputs(rows, stageNames.length - 1)) await store.remove(file.name);
  }
}

function note(missing: Missing, problem: string): void {
  missing.count += 1;
  if (missing.first === "") missing.first = problem;
}

/** All documents in manifest order, a few at a time, each with what counted for it. */
async function* documentChunks(writing: Writing): AsyncGenerator<OpenDocument[]> {
  let bucket = -1;
  let rows = new Map<number, OutcomeRow[]>();
  let chunk: OpenDocument[] = [];
  for await (const page of pages(writing)) {
    for (const [place, document] of page.documents.entries()) {
      const index = page.firstIndex + place;
      const itsBucket = Math.floor(index / BUCKET_DOCUMENTS);
      if (itsBucket !== bucket) rows = await readBucket(writing.spill, itsBucket);
      bucket = itsBucket;
      chunk.push(openDocument(writing, { document, index, rows: rows.get(index) ?? [] }));
      if (chunk.length < CHECKS_AT_ONCE) continue;
      yield chunk;
      chunk = [];
    }
  }
  yield chunk;
}

function openDocument({ state, stageNames }: Writing, facts: { document: ManifestPage["documents"][number]; index: number; rows: readonly OutcomeRow[] }): OpenDocument {
  const table = state.documents?.table;
  if (table === undefined) throw new RangeError("a manifest without documents in the ledger");
  return { index: facts.index, rows: facts.rows, result: toDocumentResult({ ...facts, table, stageNames }) };
}

async function readBucket(spill: OutcomeSpill, bucket: number): Promise<Map<number, OutcomeRow[]>> {
  const rows = new Map<number, OutcomeRow[]>();
  for (const row of await spill.read(bucket)) {
    const found = rows.get(row.outcome.index);
    if (found === undefined) rows.set(row.outcome.index, [row]);
    else found.push(row);
  }
  return rows;
}

/** While a page is worked on, the next one is being read. */
async function* pages(writing: Writing): AsyncGenerator<ManifestPage> {
  const count = writing.state.documents?.pages ?? 0;
  let next = count > 0 ? readPage(writing, 0) : undefined;
  for (let page = 0; next !== undefined; page += 1) {
    writing.signal.throwIfAborted();
    const decoded = await next;
    next = page + 1 < count ? readPage(writing, page + 1) : undefined;
    // It is told when its turn comes; a finalize that has failed by then does not ask.
    next?.catch(() => undefined);
    yield decoded;
  }
}

async function readPage({ state, entry, manifests }: Writing, page: number): Promise<ManifestPage> {
  const text = await manifests.read(entry.uid, state.documents?.run ?? "", page);
  const decoded = text === undefined ? undefined : decodeManifestPage(text);
  if (decoded?.ok !== true) throw new UnavailableError(`page ${page} of the manifest cannot be read`);
  return decoded.value;
}

function stageOf({ state }: Writing, index: number): number {
  return state.documents?.table.stage(index) ?? 0;
}
