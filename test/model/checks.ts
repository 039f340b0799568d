/** What must hold in every world after every step, with the oracle as the measure. */
import { expect } from "vitest";
import { fromReasonCode } from "../../contract/reasons.ts";
import type { Candidate } from "../../engine/admission/candidate.ts";
import type { JobAdmission } from "../../engine/admission/job-admission.ts";
import { DocumentState } from "../../engine/ledger/document-state.ts";
import type { DocumentTable } from "../../engine/ledger/document-table.ts";
import { toProgress } from "../../engine/progress.ts";
import type { Leader, WindowPass } from "./leader.ts";
import type { Oracle } from "./oracle.ts";
import { type OraclePart, type OracleRow, allPartsDone, mayStartAtMs, partOf } from "./oracle-try.ts";
import { type Checks, type World, oracleOf } from "./world.ts";

export const CHECKS: Checks = { step: checkStep, window: checkWindow };

/** Looked at again only when something was folded or published: most steps change nothing. */
const lastSeen = new WeakMap<Leader, string>();

function checkStep(world: World, leader: Leader): void {
  const { state, admission } = leader;
  const seen = `${state.sequence} ${admission.inFlight.size}`;
  if (lastSeen.get(leader) === seen) return;
  lastSeen.set(leader, seen);
  checkRead(admission, oracleOf(world, leader));
}

/** What the fold made of the ledger is what the oracle made of it. */
export function checkRead(admission: JobAdmission, oracle: Oracle): void {
  const { state } = admission;
  same(facts(admission), oracleFacts(oracle));
  if (state.documents === undefined) return;
  checkRows(admission, oracle);
  checkCounts(admission, oracle);
}

/** `expect` costs more than the step that it judges: it is asked only for its message. */
function same(actual: unknown, wanted: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) expect(actual).toEqual(wanted);
}

function facts({ state }: JobAdmission): unknown {
  const convicted = state.suspects.convicted().map(({ index, row }) => (row === undefined ? `${index}` : `${index} ${row}`));
  return {
    round: state.round,
    sealed: state.seal?.reason ?? "no",
    suspended: state.suspended,
    late: state.curiosities.late,
    convicted: convicted.sort(),
    unavailable: state.documents?.unavailable ?? [],
    policyFrom: { ended: state.policyFrom.ended, failed: state.policyFrom.failed },
  };
}

function oracleFacts(oracle: Oracle): ReturnType<typeof facts> {
  const { round, sealed, suspended, late, convicted, unavailable, endedBefore, failedBefore } = oracle;
  return { round, sealed: sealed ?? "no", suspended, late, convicted: convicted.sort(), unavailable, policyFrom: { ended: endedBefore, failed: failedBefore } };
}

const ENDS = new Map<number, OracleRow["end"]>([
  [DocumentState.Split, "split"],
  [DocumentState.Succeeded, "succeeded"],
  [DocumentState.Failed, "failed"],
  [DocumentState.Skipped, "skipped"],
  [DocumentState.Cancelled, "cancelled"],
]);

function checkRows({ state }: JobAdmission, oracle: Oracle): void {
  const { documents } = state;
  const { rows } = oracle;
  same(documents?.table.total, rows.length);
  rows.forEach((row, index) => {
    if (documents === undefined) return;
    const { table, splits } = documents;
    const isSame = table.try(index) === row.try && table.stage(index) === row.stage && endOf(table, index) === row.end && table.attempts(index) === attemptsOf(row);
    if (!isSame) expect({ index, ...tableRow(table, index) }).toEqual({ index, end: row.end, stage: row.stage, try: row.try, attempts: attemptsOf(row) });
    if (row.atMs > 0) same({ index, ...ending(table, index) }, { index, atMs: row.atMs, reason: row.reason });
    if (row.end === "split") same({ index, parts: partRows(splits.get(index)?.rows) }, { index, parts: row.parts.map(({ try: tryNumber, attempts, done }) => ({ try: tryNumber, attempts, done })) });
  });
}

/** A column of a byte. */
function attemptsOf(row: OracleRow): number {
  return Math.min(255, row.attempts);
}

function endOf(table: DocumentTable, index: number): OracleRow["end"] {
  return ENDS.get(table.state(index)) ?? "open";
}

function tableRow(table: DocumentTable, index: number): object {
  return { end: endOf(table, index), stage: table.stage(index), try: table.try(index), attempts: table.attempts(index) };
}

function ending(table: DocumentTable, index: number): object {
  return { atMs: table.timeMs(index), reason: endOf(table, index) === "failed" ? fromReasonCode(table.reasonCode(index)) : "" };
}

/** The join's row is never done: with it the whole document is. */
function partRows(table: DocumentTable | undefined): unknown {
  return Array.from({ length: table?.total ?? 0 }, (_, row) => ({ try: table?.try(row), attempts: table?.attempts(row), done: table?.state(row) === DocumentState.Succeeded }));
}

function checkCounts({ state, inFlight }: JobAdmission, oracle: Oracle): void {
  const progress = toProgress(state, inFlight, state.timeMs);
  const { pending, queued, retrying, ...ended } = progress.documents;
  same(ended, { succeeded: oracle.count("succeeded"), failed: oracle.count("failed"), skipped: oracle.count("skipped"), cancelled: oracle.count("cancelled") });
  same(pending + queued + retrying, oracle.count("open", "split"));
  if (Math.min(pending, queued, retrying) < 0) expect.fail(`negative counts: ${JSON.stringify(progress.documents)}`);
  same(Object.fromEntries(state.failures.list().map(({ reason, stage, count }) => [`${reason} ${stage}`, count]).sort()), failureGroups(oracle));
  progress.stages.forEach((stage, place) => {
    const endedBefore = oracle.rows.filter((row) => row.stage < place && !["open", "split"].includes(row.end)).length;
    const counts = [stage.pending, stage.queued, stage.retrying, stage.succeeded, stage.failed, stage.skipped, stage.cancelled];
    if (Math.min(...counts) < 0) expect.fail(`negative counts at stage ${place}: ${JSON.stringify(stage)}`);
    same({ place, sum: counts.reduce((sum, each) => sum + each, 0) }, { place, sum: oracle.rows.length - endedBefore });
  });
}

function failureGroups({ rows }: Oracle): Record<string, number> {
  const groups = Object.groupBy(rows.filter((row) => row.end === "failed"), (row) => `${row.reason} ${row.stage}`);
  return Object.fromEntries(Object.entries(groups).map(([name, failed]): [string, number] => [name, failed?.length ?? 0]).sort());
}

/** What was published was to be published, by a plain reading of what the leader knew; and planning again plans nothing. */
function checkWindow(world: World, leader: Leader, pass: WindowPass): void {
  const oracle = oracleOf(world, leader);
  const { spec, options } = world;
  for (const candidate of pass.published) checkPublished(candidate, oracle, world);
  if (pass.refused === 0 && pass.again.publish.length + pass.again.withdraw.length > 0) expect(pass.again).toEqual({ publish: [], withdraw: [] });
  if (pass.published.length > 0) checkRoom(leader, world);
  if (pass.published.length > 0 && options.faults === 0) checkNoTryTwice(world);
  same(pass.doubled, []);
  if (spec.wants.suspend || spec.wants.cancel || oracle.sealed !== undefined || oracle.suspended !== "no") same(pass.published, []);
  checkProbing(pass, oracle);
}

function checkPublished({ key, documents, suspect }: Candidate, oracle: Oracle, world: World): void {
  const { retry } = world.spec;
  const { blockSize } = oracle;
  if (documents.length === 0) expect.fail(`${JSON.stringify(key)} holds no documents`);
  for (const document of documents) {
    const row = oracle.rows[document.index];
    const one = row === undefined || document.part === undefined ? row : runnablePart(row, document);
    if (row === undefined || one === undefined) return expect.fail(`${JSON.stringify(key)} is not to be run`);
    const wanted = { stage: row.stage, end: document.part === undefined ? "open" : "split", try: one.try, last: one.attempts + 1 >= retry.maxAttempts, suspect: one.wasLost };
    same({ stage: key.stage, end: row.end, try: document.partTry ?? document.try, last: document.last, suspect }, wanted);
    if (world.broker.nowMs < mayStartAtMs(one, retry)) expect.fail(`${JSON.stringify(key)} is not due`);
    if (key.kind === "block" && (one.try !== 1 || Math.floor(document.index / blockSize) !== key.block)) expect.fail(`document ${document.index} is not of block ${key.block}`);
  }
}

/** A part that is not done; the join once all others are. */
function runnablePart(row: OracleRow, document: Candidate["documents"][number]): OraclePart | undefined {
  const part = partOf(row, document);
  if (part?.done === true || (document.part === "join" && !allPartsDone(row))) return undefined;
  return part;
}

function checkRoom({ admission }: Leader, { spec }: World): void {
  const items = [...admission.inFlight.items()].filter((item) => "stage" in item.key).length;
  const room = Math.min(spec.window, spec.parallelism ?? Infinity);
  if (items > room) expect.fail(`${items} items are in the stream, and ${room} may be`);
}

/** As many in a row that did not answer, and a stage gets one item at a time. */
const PROBE_AFTER = 8;

function checkProbing(pass: WindowPass, oracle: Oracle): void {
  oracle.unavailable.forEach((times, stage) => {
    const published = pass.published.filter(({ key }) => key.stage === stage).length;
    if (times >= PROBE_AFTER && published > 1) expect.fail(`stage ${stage} does not answer, and ${published} items were published`);
  });
}

/** Where nothing goes wrong no two items of the stream hold the same try. */
function checkNoTryTwice({ broker }: World): void {
  const tries = [...broker.work.values()].flatMap(({ text }) => {
    const { stage, documents } = JSON.parse(text);
    return (documents ?? []).map((document: any) => `${stage} ${document.index} ${document.try} ${document.part} ${document.partTry}`);
  });
  same(tries, [...new Set(tries)]);
}
