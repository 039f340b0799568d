/**
 * What a ledger says, told a second time: plain objects, no columns, nothing shared with the engine. Slow and simple, so that
 * the engine's fold has something to be equal to.
 */
import type { StoredRecord } from "./broker.ts";
import { type Fields, type OracleRow, type OracleTry, advanceRow, allPartsDone, createRow, endRow, giveBack, isOpen, partOf, reopenRow, spendAttempt, splitRow } from "./oracle-try.ts";

/** As many workers must have gone away under a document, and said nothing since, as end it. */
const CRASHES_TO_END = 3;

export class Oracle {
  sequence = 0;
  rows: OracleRow[] = [];
  stages = 0;
  blockSize = 1;
  round = 0;
  sealed: string | undefined;
  isFinalized = false;
  suspended: "no" | "byUser" | "byPolicy" = "no";
  /** What came after Sealed. */
  late = 0;
  /** In a row, by stage. */
  unavailable: number[] = [];
  /** Suspended time of this round is left out. */
  roundStartMs = 0;
  suspendedMs = 0;
  /** Ended when the policy began to count. */
  endedBefore = 0;
  failedBefore = 0;
  #suspendedSinceMs = 0;
  readonly #heard = new Map<string, number>();

  /** The records after those that were read already, up to a place. */
  readUpTo(records: readonly StoredRecord[], sequence: number): void {
    for (const record of records.slice(this.sequence, sequence)) this.#read(record);
  }

  count(...ends: OracleRow["end"][]): number {
    return this.rows.filter((row) => ends.includes(row.end)).length;
  }

  get ended(): number {
    return this.count("succeeded", "failed", "skipped");
  }

  /** "index" or "index part" of all that took three workers with them. */
  get convicted(): string[] {
    return this.rows.flatMap((row, index) => {
      const parts = row.parts.flatMap((part, place) => (this.#isConvicted(part) ? [`${index} ${place}`] : []));
      return this.#isConvicted(row) ? [`${index}`, ...parts] : parts;
    });
  }

  #isConvicted(one: OracleTry): boolean {
    const silent = one.crashes.filter((crash) => (this.#heard.get(crash.boot) ?? 0) <= crash.sequence);
    return new Set(silent.map((crash) => crash.boot)).size >= CRASHES_TO_END;
  }

  #read({ text, timeMs, sequence }: StoredRecord): void {
    this.sequence = sequence;
    const message = parse(text);
    if (message === undefined || message.outcomes?.some((entry: Fields) => entry.outcome === "Nonsense")) return;
    if (!Array.isArray(message.outcomes)) return this.#control(message.control, timeMs);
    this.#heard.set(message.boot, sequence);
    for (const entry of message.outcomes) this.#outcome(entry, { timeMs, sequence, boot: message.boot });
  }

  #control(record: Fields, timeMs: number): void {
    if (record.type === "Discovered") this.#discovered(record, timeMs);
    if (record.type === "Suspended") this.#suspend("byUser", timeMs);
    if (record.type === "PolicyTripped") this.#suspend("byPolicy", timeMs);
    if (record.type === "Resumed") this.#resume(timeMs);
    if (record.type === "Sealed") this.#seal(record.reason, timeMs);
    if (record.type === "Finalized" && this.sealed !== undefined && record.round === this.round) this.isFinalized = true;
    if (record.type === "Reopened") this.#reopen(record, timeMs);
    if (record.type === "WorkerCrashed") this.#crash(record, timeMs);
    if (record.type === "Carried") for (const entry of record.outcomes) this.#outcome(entry, { timeMs, sequence: this.sequence, boot: "" });
  }

  #discovered(record: Fields, timeMs: number): void {
    if (this.rows.length > 0 || this.sealed !== undefined) return;
    this.stages = record.stages;
    this.blockSize = record.blockSize;
    this.rows = Array.from({ length: record.total }, createRow);
    this.unavailable = Array.from({ length: record.stages }, () => 0);
    this.roundStartMs = timeMs;
  }

  #suspend(by: "byUser" | "byPolicy", timeMs: number): void {
    if (this.sealed !== undefined) return;
    if (this.suspended === "no") this.#suspendedSinceMs = timeMs;
    this.suspended = by;
  }

  #resume(timeMs: number): void {
    if (this.suspended === "no") return;
    this.suspendedMs += timeMs - this.#suspendedSinceMs;
    this.suspended = "no";
    this.endedBefore = this.ended;
  }

  #seal(reason: string, timeMs: number): void {
    if (this.sealed !== undefined) return;
    this.#resume(timeMs);
    this.sealed = reason;
    this.isFinalized = false;
    for (const row of this.rows) if (isOpen(row)) endRow(row, { end: "cancelled", timeMs });
  }

  #reopen(record: Fields, timeMs: number): void {
    if (this.sealed !== undefined && !this.isFinalized) return;
    if (this.rows.length === 0 || record.round !== this.round + 1 || this.sealed === "Cancelled") return;
    const withCancelled = this.sealed === "DeadlineExceeded" || this.sealed === "FailurePolicy";
    const beforeMs = Math.min(record.failedBeforeMs, timeMs);
    for (const row of this.rows) {
      const failed = row.end === "failed" && row.atMs < beforeMs && (record.reasons === undefined || record.reasons.includes(row.reason));
      if (failed || (withCancelled && row.end === "cancelled")) reopenRow(row);
    }
    this.round = record.round;
    this.sealed = undefined;
    if (this.suspended === "byPolicy") this.suspended = "no";
    Object.assign(this, { roundStartMs: timeMs, suspendedMs: 0, endedBefore: this.ended, failedBefore: this.count("failed") });
    this.#suspendedSinceMs = timeMs;
  }

  #crash(record: Fields, timeMs: number): void {
    const row = this.rows[record.index];
    if (row === undefined || this.sealed !== undefined || row.stage !== record.stage || !isOpen(row)) return;
    const part = record.part === undefined ? undefined : partOf(row, record);
    const current = record.part === undefined ? row.end === "open" && row.try === record.try : part?.try === record.partTry && !part?.done;
    if (current) endRow(row, { end: "failed", reason: "WorkerCrashed", timeMs });
  }

  #outcome(entry: Fields, record: { timeMs: number; sequence: number; boot: string }): void {
    if (entry.outcome === "Returned" || entry.outcome === "Lost") return this.#givenBack(entry, record);
    const row = this.rows[entry.index];
    if (row === undefined || entry.stage >= this.stages) return;
    if (entry.outcome === "Started") return this.#started(row, entry, record.boot);
    if (this.sealed !== undefined) {
      this.late += 1;
      return;
    }
    if (row.stage !== entry.stage || !isOpen(row)) return;
    const counted = entry.part === undefined ? this.#whole(row, entry, record.timeMs) : this.#part(row, entry, record.timeMs);
    if (counted) this.unavailable[entry.stage] = 0;
  }

  #givenBack(entry: Fields, record: { timeMs: number; sequence: number }): void {
    if (this.rows.length === 0) return;
    if (this.sealed !== undefined) {
      this.late += 1;
      return;
    }
    if (entry.why === "unavailable" && entry.stage < this.stages) this.unavailable[entry.stage] = (this.unavailable[entry.stage] ?? 0) + 1;
    for (const document of entry.documents) {
      const row = this.rows[document.index];
      if (row === undefined || row.stage !== entry.stage || !isOpen(row)) continue;
      const one = currentTry(row, document);
      if (one !== undefined) giveBack(one, { ...document, outcome: entry.outcome, why: entry.why, started: entry.started }, record);
    }
  }

  #started(row: OracleRow, entry: Fields, boot: string): void {
    if (row.stage !== entry.stage || !isOpen(row)) return;
    const one = currentTry(row, entry);
    if (one !== undefined) one.started = { try: one.try, boot };
  }

  /** True when it changed something. */
  #whole(row: OracleRow, entry: Fields, timeMs: number): boolean {
    const current = row.end === "open" && row.try === entry.try;
    if (entry.outcome === "Succeeded" && entry.try <= row.try) return this.#succeed(row, timeMs);
    if (!current) return false;
    if (entry.outcome === "Rejected") endRow(row, { end: "failed", reason: entry.reason, timeMs });
    if (entry.outcome === "Skipped") endRow(row, { end: "skipped", timeMs });
    if (entry.outcome === "Split") splitRow(row, entry.parts);
    if (entry.outcome === "Failed" && spendAttempt(row, entry, timeMs)) endRow(row, { end: "failed", reason: entry.reason, timeMs });
    return true;
  }

  #part(row: OracleRow, entry: Fields, timeMs: number): boolean {
    const one = partOf(row, entry);
    const isJoin = entry.part === "join";
    if (one === undefined || one.done || (isJoin && !allPartsDone(row))) return false;
    if (entry.outcome === "Succeeded" && entry.partTry <= one.try) {
      Object.assign(one, { done: true, crashes: [], started: undefined });
      return isJoin ? this.#succeed(row, timeMs) : true;
    }
    if (one.try !== entry.partTry) return false;
    if (entry.outcome === "Rejected") endRow(row, { end: "failed", reason: entry.reason, timeMs });
    if (entry.outcome === "Skipped") endRow(row, { end: "skipped", timeMs });
    if (entry.outcome === "Split") endRow(row, { end: "failed", reason: "InvalidResult", timeMs });
    if (entry.outcome === "Failed" && spendAttempt(one, entry, timeMs)) endRow(row, { end: "failed", reason: entry.reason, timeMs });
    return true;
  }

  #succeed(row: OracleRow, timeMs: number): boolean {
    if (row.stage === this.stages - 1) endRow(row, { end: "succeeded", timeMs });
    else advanceRow(row);
    return true;
  }
}

/** What an entry speaks of, if that is the try in hand. */
function currentTry(row: OracleRow, entry: Fields): OracleTry | undefined {
  if (entry.part === undefined) return row.end === "open" && row.try === entry.try ? row : undefined;
  const part = partOf(row, entry);
  return part !== undefined && !part.done && part.try === entry.partTry ? part : undefined;
}

function parse(text: string): Fields | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
