/**
 * What a ledger says, told a second time: plain objects, no columns, nothing shared with the engine. Slow and simple, so that
 * the engine's fold has something to be equal to.
 */

interface OracleRow {
  stage: number;
  try: number;
  attempts: number;
  end: "open" | "split" | "succeeded" | "failed" | "skipped" | "cancelled";
  reason: string;
  atMs: number;
  onceSeen: Set<string>;
  parts: OraclePart[];
  splitTry: number;
}

interface OraclePart {
  try: number;
  done: boolean;
  onceSeen: Set<string>;
}

type Fields = Record<string, any>;

const ONCE = new Set(["Timeout", "PageTimeout", "OutOfMemory"]);
const NEVER = new Set(["Corrupt", "InvalidResult", "WorkerCrashed"]);

export interface OracleVerdict {
  readonly rows: readonly OracleRow[];
  readonly sealed: string | undefined;
  readonly round: number;
}

export function judge(records: readonly { text: string; timeMs: number }[]): OracleVerdict {
  const world = { rows: [] as OracleRow[], stages: 0, sealed: undefined as string | undefined, finalized: false, round: 0 };
  for (const { text, timeMs } of records) {
    const message = parse(text);
    if (message === undefined) continue;
    if (Array.isArray(message.outcomes)) {
      if (message.outcomes.some((entry: Fields) => entry.outcome === "Nonsense")) continue;
      for (const entry of message.outcomes) outcome(world, entry, timeMs);
    } else control(world, message.control, timeMs);
  }
  return { rows: world.rows, sealed: world.sealed, round: world.round };
}

type World = { rows: OracleRow[]; stages: number; sealed: string | undefined; finalized: boolean; round: number };

function control(world: World, record: Fields, timeMs: number): void {
  if (record.type === "Discovered" && world.rows.length === 0 && world.sealed === undefined) {
    world.stages = record.stages;
    world.rows = Array.from({ length: record.total }, createRow);
  }
  if (record.type === "Sealed" && world.sealed === undefined) {
    world.sealed = record.reason;
    world.finalized = false;
    for (const row of world.rows) if (isOpen(row)) Object.assign(row, { end: "cancelled", parts: [], atMs: timeMs });
  }
  if (record.type === "Finalized" && world.sealed !== undefined && record.round === world.round) world.finalized = true;
  if (record.type === "Reopened") reopened(world, record, timeMs);
  if (record.type === "WorkerCrashed") crashed(world, record, timeMs);
}

function createRow(): OracleRow {
  return { stage: 0, try: 1, attempts: 0, end: "open", reason: "", atMs: 0, onceSeen: new Set(), parts: [], splitTry: 0 };
}

function reopened(world: World, record: Fields, timeMs: number): void {
  if (world.sealed !== undefined && !world.finalized) return;
  if (record.round !== world.round + 1 || world.sealed === "Cancelled") return;
  const withCancelled = world.sealed === "DeadlineExceeded" || world.sealed === "FailurePolicy";
  for (const row of world.rows) {
    const failed = row.end === "failed" && row.atMs < Math.min(record.failedBeforeMs, timeMs) && (record.reasons === undefined || record.reasons.includes(row.reason));
    if (!failed && !(withCancelled && row.end === "cancelled")) continue;
    Object.assign(row, { end: "open", try: row.try + 1, attempts: 0, onceSeen: new Set(), parts: [] });
  }
  world.round = record.round;
  world.sealed = undefined;
}

function crashed(world: World, record: Fields, timeMs: number): void {
  const row = world.rows[record.index];
  if (row === undefined || world.sealed !== undefined || row.stage !== record.stage || !isOpen(row)) return;
  const current = record.part === undefined ? row.end === "open" && row.try === record.try : partOf(row, record)?.try === record.partTry;
  if (current) end(row, { how: "failed", reason: "WorkerCrashed", timeMs });
}

function outcome(world: World, entry: Fields, timeMs: number): void {
  if (world.sealed !== undefined) return;
  if (entry.outcome === "Returned" || entry.outcome === "Lost") {
    for (const document of entry.documents) givenBack(world, { ...document, stage: entry.stage });
    return;
  }
  const row = world.rows[entry.index];
  if (row === undefined || entry.stage >= world.stages || row.stage !== entry.stage || !isOpen(row)) return;
  if (entry.part === undefined) whole(world, row, entry, timeMs);
  else part(world, row, entry, timeMs);
}

function givenBack(world: World, document: Fields): void {
  const row = world.rows[document.index];
  if (row === undefined || row.stage !== document.stage || !isOpen(row)) return;
  if (document.part === undefined) {
    if (row.end === "open" && row.try === document.try) row.try += 1;
    return;
  }
  const one = document.try === row.splitTry ? partOf(row, document) : undefined;
  if (one !== undefined && !one.done && one.try === document.partTry) one.try += 1;
}

function whole(world: World, row: OracleRow, entry: Fields, timeMs: number): void {
  if (entry.outcome === "Succeeded" && entry.try <= row.try) return succeed(world, row, timeMs);
  if (row.end !== "open" || row.try !== entry.try) return;
  if (entry.outcome === "Rejected") end(row, { how: "failed", reason: entry.reason, timeMs });
  if (entry.outcome === "Skipped") end(row, { how: "skipped", reason: "", timeMs });
  if (entry.outcome === "Split") {
    row.end = "split";
    row.splitTry = row.try;
    row.parts = Array.from({ length: entry.parts + 1 }, () => ({ try: 1, done: false, onceSeen: new Set<string>() }));
  }
  if (entry.outcome !== "Failed") return;
  if (isLast(entry, row.onceSeen)) end(row, { how: "failed", reason: entry.reason, timeMs });
  else row.try += 1;
}

function part(world: World, row: OracleRow, entry: Fields, timeMs: number): void {
  const one = row.end === "split" && entry.try === row.splitTry ? partOf(row, entry) : undefined;
  if (one === undefined || one.done) return;
  const joining = entry.part === "join";
  if (joining && row.parts.slice(0, -1).some((each) => !each.done)) return;
  if (entry.outcome === "Succeeded" && entry.partTry <= one.try) {
    if (joining) succeed(world, row, timeMs);
    else one.done = true;
    return;
  }
  if (one.try !== entry.partTry) return;
  if (entry.outcome === "Skipped") return end(row, { how: "skipped", reason: "", timeMs });
  if (entry.outcome === "Rejected") return end(row, { how: "failed", reason: entry.reason, timeMs });
  if (entry.outcome === "Split") return end(row, { how: "failed", reason: "InvalidResult", timeMs });
  if (entry.outcome !== "Failed") return;
  if (isLast(entry, one.onceSeen)) end(row, { how: "failed", reason: entry.reason, timeMs });
  else one.try += 1;
}

function isLast(entry: Fields, onceSeen: Set<string>): boolean {
  const again = ONCE.has(entry.reason) && onceSeen.has(entry.reason);
  onceSeen.add(entry.reason);
  return entry.last === true || again || NEVER.has(entry.reason);
}

function succeed(world: World, row: OracleRow, timeMs: number): void {
  if (row.stage === world.stages - 1) return end(row, { how: "succeeded", reason: "", timeMs });
  Object.assign(row, { stage: row.stage + 1, try: 1, end: "open", parts: [], onceSeen: new Set() });
}

function end(row: OracleRow, how: { how: OracleRow["end"]; reason: string; timeMs: number }): void {
  Object.assign(row, { end: how.how, reason: how.reason, atMs: how.timeMs, parts: [] });
}

function partOf(row: OracleRow, entry: Fields): OraclePart | undefined {
  if (row.end !== "split") return undefined;
  if (entry.part === "join") return row.parts.at(-1);
  return entry.part < row.parts.length - 1 ? row.parts[entry.part] : undefined;
}

function isOpen(row: OracleRow): boolean {
  return row.end === "open" || row.end === "split";
}

function parse(text: string): Fields | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
