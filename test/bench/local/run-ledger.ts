/** What a run's ledger says of it: when what happened, and that every document is in it once, with its result. */
import { readFile } from "node:fs/promises";
import { decodeLedgerBody } from "../../../contract/wire/codec.ts";
import type { LedgerBody } from "../../../contract/wire/ledger-record.ts";
import type { Succeeded } from "../../../contract/wire/outcome.ts";
import { dataOf, parseLedgerHead } from "../../../local/ledger-line.ts";
import { RESULT_BYTES } from "./bench-job.ts";

export interface RunLedger {
  /** Lines of the ledger: each was written and fsynced before anything was built on it. */
  readonly appends: number;
  /** First record, first outcome of a document, last outcome, and last record of all: wall clock. */
  readonly timesMs: { readonly opened: number; readonly firstOutcome: number; readonly lastOutcome: number; readonly closed: number };
  /** Documents in the message that holds the first outcome: done before the clock of the span starts. */
  readonly inFirstMessage: number;
  readonly outcomes: readonly Succeeded[];
  readonly problem: string | undefined;
}

interface Record {
  readonly timeMs: number;
  readonly body: LedgerBody;
}

export async function readRunLedger(path: string, documents: number): Promise<RunLedger> {
  const records = parseRecords(await readFile(path));
  const messages = records.map((record) => ({ timeMs: record.timeMs, outcomes: successesOf(record.body) })).filter(({ outcomes }) => outcomes.length > 0);
  const outcomes = messages.flatMap((message) => message.outcomes);
  const [first, last] = [messages[0], messages.at(-1)];
  const timesMs = { opened: records[0]?.timeMs ?? NaN, firstOutcome: first?.timeMs ?? NaN, lastOutcome: last?.timeMs ?? NaN, closed: records.at(-1)?.timeMs ?? NaN };
  return { appends: records.length, timesMs, inFirstMessage: first?.outcomes.length ?? 0, outcomes, problem: findProblem(outcomes, documents) };
}

function parseRecords(bytes: Buffer): Record[] {
  const records: Record[] = [];
  let start = 0;
  for (let feed = bytes.indexOf(0x0a); feed !== -1; feed = bytes.indexOf(0x0a, start)) {
    const line = bytes.subarray(start, feed);
    const head = parseLedgerHead(line);
    if (head !== undefined) records.push({ timeMs: head.timeMs, body: decodeLedgerBody(dataOf(line, head)) });
    start = feed + 1;
  }
  return records;
}

function successesOf(body: LedgerBody): Succeeded[] {
  return body.kind === "outcomes" ? body.outcomes.filter((outcome) => outcome.outcome === "Succeeded") : [];
}

function findProblem(outcomes: readonly Succeeded[], documents: number): string | undefined {
  const indexes = new Set(outcomes.map(({ index }) => index));
  if (indexes.size !== documents || outcomes.length !== documents) return `${outcomes.length} successes of ${indexes.size} documents are in the ledger, and not ${documents}`;
  const bare = outcomes.find(({ result }) => JSON.stringify(result).length !== RESULT_BYTES);
  return bare === undefined ? undefined : `the outcome of document ${bare.index} has no result of ${RESULT_BYTES} bytes`;
}
