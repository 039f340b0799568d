/**
 * A job's ledger in one file of lines, appended by one process at a time (the run lock sees to that).
 *
 * States: open → unwritable (an append failed: every later one fails with the same error; reading goes on) → closed.
 * A record is stored once its line is complete on the disk: a kill between write and answer leaves it stored though nobody
 * was told, and a kill inside the write leaves a torn line, which the next open cuts.
 */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { LedgerRecord } from "../contract/wire/ledger-record.ts";
import type { OutcomeLedger, PubAck } from "../worker/ports.ts";
import { type AppendTarget, createAppendTarget, openForAppending } from "./append-target.ts";
import { LedgerEntries, type LedgerEntry } from "./ledger-entries.ts";
import { type LedgerLine, type LedgerSubject, formatLedgerLine } from "./ledger-line.ts";
import { LedgerPlaces } from "./ledger-places.ts";
import { LedgerUnwritableError } from "./ledger-unwritable-error.ts";
import { MAX_LEDGER_MESSAGE_BYTES, MAX_LINE_BYTES, type StoredRecord, storedFrom, toRecord } from "./ledger-records.ts";
import { readLines } from "./read-lines.ts";
import { syncFolder } from "../runtime/sync-folder.ts";

export interface FileLedgerOptions {
  readonly path: string;
  readonly jobUid: string;
  /** Wall clock; records never go back in time, whatever it does. */
  readonly nowMs?: () => number;
  readonly appendTo?: (file: FileHandle) => AppendTarget;
}

/** What was found on open. */
export interface LedgerRecovery {
  readonly records: number;
  readonly garbageLines: number;
  /** Bytes of a torn last line that were cut: a run was killed in the middle of an append. 0: none. */
  readonly cutBytes: number;
}

export interface ControlAppend {
  readonly message: string;
  /** Sequence of the last control record that the writer has folded; 0 for none. */
  readonly expectedLastControlSequence: number;
}

const MAX_GROUP_CHARACTERS = 4 * 1024 * 1024;
/** Slots wait for their appends, so there are never more than slots in a run that works. */
const MAX_WAITING_APPENDS = 100_000;

interface WaitingAppend {
  readonly line: LedgerLine;
  readonly text: string;
  readonly resolve: (ack: PubAck) => void;
  readonly reject: (error: Error) => void;
}

export class FileLedger implements OutcomeLedger {
  readonly recovery: LedgerRecovery;
  readonly #options: FileLedgerOptions;
  readonly #file: FileHandle;
  readonly #target: AppendTarget;
  #waiting: WaitingAppend[] = [];
  #flushing: Promise<void> | undefined;
  #failure: Error | undefined;
  #onRecord: ((record: LedgerRecord) => void) | undefined;
  /** Everything below is whole lines on the disk. */
  #durableBytes: number;
  readonly #places: LedgerPlaces;
  #lastSequence: number;
  #lastControlSequence: number;
  #lastTimeMs: number;

  private constructor(options: FileLedgerOptions, file: FileHandle, found: FoundLedger) {
    this.#options = options;
    this.#file = file;
    this.#target = (options.appendTo ?? createAppendTarget)(file);
    this.recovery = { records: found.entries.records, garbageLines: found.entries.garbageLines, cutBytes: found.cutBytes };
    this.#durableBytes = found.durableBytes;
    this.#places = found.places;
    this.#lastSequence = found.entries.lastSequence;
    this.#lastControlSequence = found.entries.lastControlSequence;
    this.#lastTimeMs = found.entries.lastTimeMs;
  }

  /** Creates the file where there is none, and cuts a torn last line. The folder must be there. */
  static async open(options: FileLedgerOptions): Promise<FileLedger> {
    const file = await openForAppending(options.path).catch((error: unknown) => Promise.reject(new LedgerUnwritableError(options.path, error)));
    try {
      const found = await findRecords(file);
      await syncFolder(dirname(options.path));
      return new FileLedger(options, file, found);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Sequence of the last record, appends under way included. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  get lastControlSequence(): number {
    return this.#lastControlSequence;
  }

  /** Calls `onRecord` for every record from now on, in order, once it is durable and before its append resolves. */
  follow(onRecord: (record: LedgerRecord) => void): void {
    this.#onRecord = onRecord;
  }

  async append(jobUid: string, message: string): Promise<PubAck> {
    if (jobUid !== this.#options.jobUid) throw new RangeError(`this is the ledger of job ${this.#options.jobUid}, not of ${jobUid}`);
    return this.#append("outcomes", message);
  }

  /** `refused`: another control record was appended since; nothing was stored. */
  async appendControl(append: ControlAppend): Promise<PubAck | "refused"> {
    if (append.expectedLastControlSequence !== this.#lastControlSequence) return "refused";
    return this.#append("control", append.message);
  }

  /** The durable records from a sequence on, decoded, in stream order. */
  async *read(options: { readonly fromSequence: number }): AsyncGenerator<LedgerRecord> {
    for await (const stored of this.readStored(options)) yield toRecord(stored);
  }

  /** Like `read`, with the messages as they are stored. */
  async *readStored(options: { readonly fromSequence: number }): AsyncGenerator<StoredRecord> {
    const place = this.#places.before(options.fromSequence);
    const entries = new LedgerEntries(place);
    for await (const lines of readLines(this.#file, { from: place.end, end: this.#durableBytes, maxLineBytes: MAX_LINE_BYTES })) {
      for (const line of lines) yield* storedFrom(entries.take(line), options.fromSequence);
    }
    yield* storedFrom(entries.end(), options.fromSequence);
  }

  /** Of the record at exactly this sequence, as a snapshot names it; undefined where the ledger holds none there. */
  async hashAt(sequence: number): Promise<string | undefined> {
    for await (const { data, ...stored } of this.readStored({ fromSequence: sequence })) {
      const isThere = stored.sequence === sequence && data !== undefined;
      return isThere ? createHash("sha256").update(formatLedgerLine({ ...stored, data })).digest("hex") : undefined;
    }
    return undefined;
  }

  /** Finishes the appends under way. May be called twice. */
  async close(): Promise<void> {
    const wasClosed = this.#failure instanceof LedgerClosedError;
    while (this.#flushing !== undefined) await this.#flushing;
    this.#failure = new LedgerClosedError();
    if (!wasClosed) await this.#file.close();
  }

  #append(subject: LedgerSubject, data: string): Promise<PubAck> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (data.length > MAX_LEDGER_MESSAGE_BYTES || data.includes("\n")) return Promise.reject(new RangeError("a message must be one line of at most 8 MiB"));
    if (this.#waiting.length >= MAX_WAITING_APPENDS) return Promise.reject(new RangeError("too many appends at once"));
    const line = this.#nextLine(subject, data);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, text: formatLedgerLine(line), resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  #nextLine(subject: LedgerSubject, data: string): LedgerLine {
    this.#lastSequence++;
    this.#lastTimeMs = Math.max(this.#lastTimeMs, (this.#options.nowMs ?? Date.now)());
    if (subject === "control") this.#lastControlSequence = this.#lastSequence;
    return { sequence: this.#lastSequence, timeMs: this.#lastTimeMs, subject, data };
  }

  /** Begins at once, so that the disk works while slots do; what comes meanwhile shares the next write. */
  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = takeGroup(this.#waiting);
      this.#waiting = this.#waiting.slice(group.length);
      await this.#store(group).catch((error: unknown) => this.#fail(error, group));
    }
    this.#flushing = undefined;
  }

  async #store(group: readonly WaitingAppend[]): Promise<void> {
    const bytes = Buffer.from(group.map(({ text }) => text).join(""), "utf8");
    await this.#target.write(bytes);
    await this.#target.sync();
    this.#durableBytes += bytes.length;
    const last = group.at(-1)?.line;
    if (last !== undefined) this.#places.add({ ...last, end: this.#durableBytes });
    for (const { line, resolve } of group) {
      this.#onRecord?.(toRecord(line));
      resolve({ sequence: line.sequence });
    }
  }

  async #fail(cause: unknown, group: readonly WaitingAppend[]): Promise<void> {
    const failure = new LedgerUnwritableError(this.#options.path, cause);
    this.#failure = failure;
    // A full disk still gives back what was written in part; if not, the next open cuts it.
    await this.#target.truncate(this.#durableBytes).catch(() => undefined);
    for (const { reject } of [...group, ...this.#waiting]) reject(failure);
    this.#waiting = [];
  }
}

export class LedgerClosedError extends Error {
  constructor() {
    super("the ledger is closed");
    this.name = "LedgerClosedError";
  }
}

interface FoundLedger {
  readonly entries: LedgerEntries;
  readonly places: LedgerPlaces;
  readonly durableBytes: number;
  readonly cutBytes: number;
}

async function findRecords(file: FileHandle): Promise<FoundLedger> {
  const { size } = await file.stat();
  const entries = new LedgerEntries();
  const places = new LedgerPlaces();
  let durableBytes = 0;
  for await (const lines of readLines(file, { end: size, maxLineBytes: MAX_LINE_BYTES })) {
    for (const line of lines) notePlaces(entries.take(line), { places, end: line.end });
    durableBytes = lines.at(-1)?.end ?? durableBytes;
  }
  exhaust(entries.end());
  if (durableBytes < size) await file.truncate(durableBytes);
  // Also makes durable what a killed run wrote and did not sync: this run acts on it.
  await file.sync();
  return { entries, places, durableBytes, cutBytes: size - durableBytes };
}

function notePlaces(entries: Generator<LedgerEntry>, { places, end }: { readonly places: LedgerPlaces; readonly end: number }): void {
  for (const entry of entries) if (entry.kind === "record") places.add({ ...entry.head, end });
}

function exhaust(entries: Generator<LedgerEntry>): void {
  while (entries.next().done !== true);
}

function takeGroup(waiting: readonly WaitingAppend[]): WaitingAppend[] {
  let characters = 0;
  const end = waiting.findIndex(({ text }) => (characters += text.length) > MAX_GROUP_CHARACTERS);
  return waiting.slice(0, end === -1 ? waiting.length : Math.max(1, end));
}
