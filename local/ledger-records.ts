/** The records of a ledger file, decoded, in stream order. */
import { open } from "node:fs/promises";
import { decodeLedgerBody } from "../contract/wire/codec.ts";
import type { LedgerBody, LedgerRecord } from "../contract/wire/ledger-record.ts";
import { LedgerEntries, type LedgerEntry } from "./ledger-entries.ts";
import { type LedgerLine, dataOf } from "./ledger-line.ts";
import { type FileLine, readLines } from "./read-lines.ts";

/** A record as stored. */
export interface StoredRecord extends Omit<LedgerLine, "data"> {
  /** The encoded message; undefined where the line is garbage. */
  readonly data: string | undefined;
}

/** What NATS takes in one message at most; a longer line of the file is garbage. */
export const MAX_LEDGER_MESSAGE_BYTES = 8 * 1024 * 1024;
export const MAX_LINE_BYTES = MAX_LEDGER_MESSAGE_BYTES + 1024;

/** Without a lock and without a change: what a run that may be going on has made durable so far, or one that is over has left. */
export async function* readLedgerFile(path: string): AsyncGenerator<LedgerRecord> {
  const file = await open(path, "r");
  try {
    const entries = new LedgerEntries();
    const { size } = await file.stat();
    for await (const lines of readLines(file, { end: size, maxLineBytes: MAX_LINE_BYTES })) yield* recordsOf(lines, entries);
  } finally {
    await file.close();
  }
}

function* recordsOf(lines: readonly FileLine[], entries: LedgerEntries): Generator<LedgerRecord> {
  for (const line of lines) for (const stored of storedFrom(entries.take(line), 0)) yield toRecord(stored);
}

export function* storedFrom(entries: Generator<LedgerEntry>, fromSequence: number): Generator<StoredRecord> {
  for (const entry of entries) {
    const { sequence, timeMs, subject } = entry.kind === "record" ? entry.head : { ...entry, subject: "outcomes" as const };
    if (sequence < fromSequence) continue;
    yield { sequence, timeMs, subject, data: entry.kind === "record" ? dataOf(entry.line, entry.head) : undefined };
  }
}

export function toRecord(stored: StoredRecord): LedgerRecord {
  return { sequence: stored.sequence, timeMs: stored.timeMs, body: toBody(stored) };
}

function toBody({ subject, data }: StoredRecord): LedgerBody {
  if (data === undefined) return { kind: "garbage", problem: "the line is no ledger record" };
  const body = decodeLedgerBody(data);
  // Workers may not append decisions, and only the leader's subject holds them.
  const isMisplaced = (body.kind === "control") !== (subject === "control") && (body.kind === "control" || body.kind === "outcomes");
  return isMisplaced ? { kind: "garbage", problem: `a message of kind ${body.kind} on the subject ${subject}` } : body;
}
