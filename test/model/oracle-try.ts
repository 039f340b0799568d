/** What the oracle keeps of a document, or of one part of it: its tries, and what is said of them. Plain, and nothing of the engine's. */

/** A ledger entry as JSON gives it. */
export type Fields = Record<string, any>;

export interface OracleTry {
  try: number;
  attempts: number;
  /** How often it was given back or lost. */
  returns: number;
  onceSeen: Set<string>;
  wasLost: boolean;
  waits: { how: "not" | "retry" | "backoff"; fromMs: number };
  started: { try: number; boot: string } | undefined;
  crashes: { boot: string; sequence: number }[];
}

export interface OraclePart extends OracleTry {
  done: boolean;
}

export interface OracleRow extends OracleTry {
  stage: number;
  end: "open" | "split" | "succeeded" | "failed" | "skipped" | "cancelled";
  reason: string;
  atMs: number;
  /** Those of the split in hand, the join last; empty while there is none. */
  parts: OraclePart[];
  splitTry: number;
}

const ONCE = new Set(["Timeout", "PageTimeout", "OutOfMemory"]);
const NEVER = new Set(["Corrupt", "InvalidResult", "WorkerCrashed"]);

function createTry(): OracleTry {
  return { try: 1, attempts: 0, returns: 0, onceSeen: new Set(), wasLost: false, waits: { how: "not", fromMs: 0 }, started: undefined, crashes: [] };
}

export function createPart(): OraclePart {
  return { ...createTry(), done: false };
}

export function createRow(): OracleRow {
  return { ...createTry(), stage: 0, end: "open", reason: "", atMs: 0, parts: [], splitTry: 0 };
}

export function isOpen(row: OracleRow): boolean {
  return row.end === "open" || row.end === "split";
}

export function endRow(row: OracleRow, how: { end: OracleRow["end"]; reason?: string; timeMs: number }): void {
  Object.assign(row, { end: how.end, reason: how.reason ?? "", atMs: how.timeMs, parts: [], crashes: [], started: undefined });
}

/** To the next stage, as if it had only come to it now. */
export function advanceRow(row: OracleRow): void {
  Object.assign(row, createRow(), { stage: row.stage + 1 });
}

/** A new round: another try, and nothing of the attempts before. */
export function reopenRow(row: OracleRow): void {
  Object.assign(row, createRow(), { stage: row.stage, try: row.try + 1 });
}

export function splitRow(row: OracleRow, parts: number): void {
  Object.assign(row, { end: "split", splitTry: row.try, parts: Array.from({ length: parts + 1 }, createPart), crashes: [], started: undefined });
}

/** The part that an entry names, if the document has it now. */
export function partOf(row: OracleRow, entry: Fields): OraclePart | undefined {
  if (row.end !== "split" || entry.try !== row.splitTry) return undefined;
  if (entry.part === "join") return row.parts.at(-1);
  return entry.part < row.parts.length - 1 ? row.parts[entry.part] : undefined;
}

export function allPartsDone(row: OracleRow): boolean {
  return row.parts.slice(0, -1).every((each) => each.done);
}

/** An attempt was spent; true when it was the last, or another would not help. */
export function spendAttempt(one: OracleTry, entry: Fields, timeMs: number): boolean {
  const again = ONCE.has(entry.reason) && one.onceSeen.has(entry.reason);
  one.attempts += 1;
  one.onceSeen.add(entry.reason);
  if (entry.last === true || again || NEVER.has(entry.reason)) return true;
  one.try += 1;
  one.waits = { how: "retry", fromMs: timeMs + (entry.retryAfterSeconds ?? 0) * 1000 };
  return false;
}

/** The try in hand was given back, or lost with its worker. */
export function giveBack(one: OracleTry, entry: Fields, record: { sequence: number; timeMs: number }): void {
  if (entry.outcome === "Lost") {
    if (one.started !== undefined && one.started.try === one.try) one.crashes.push({ boot: one.started.boot, sequence: record.sequence });
    one.wasLost = true;
  }
  const atOnce = entry.outcome === "Returned" && (entry.why === "drain" || (entry.why === "yield" && entry.started === true));
  one.try += 1;
  one.returns += 1;
  one.waits = { how: atOnce ? "not" : "backoff", fromMs: record.timeMs };
}

/** The earliest moment at which the try in hand may be published: four fifths of its wait, which is spread no further. */
export function mayStartAtMs(one: OracleTry, retry: { initialDelaySeconds: number; multiplier: number; maxDelaySeconds: number }): number {
  const { how, fromMs } = one.waits;
  if (how === "not") return fromMs;
  const backoffSeconds = Math.min(60, 2 ** (one.returns - 1));
  const retrySeconds = Math.min(retry.maxDelaySeconds, retry.initialDelaySeconds * retry.multiplier ** (one.attempts - 1));
  return fromMs + 800 * (how === "backoff" ? backoffSeconds : retrySeconds);
}
