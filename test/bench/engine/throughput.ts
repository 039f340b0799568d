/**
 * How fast a ledger is read: the same text by a bare JSON.parse, by the codec, by codec and fold, and the fold alone.
 *
 * The ways take turns every two thousand messages, so that whatever disturbs the machine disturbs all of them; each has a
 * job of its own. Times are summed over a pass of the whole ledger, which is one round.
 */
import { decodeLedgerBody } from "../../../contract/wire/codec.ts";
import type { LedgerBody } from "../../../contract/wire/ledger-record.ts";
import type { JobAdmission } from "../../../engine/admission/job-admission.ts";
import { type FoldState, createFoldState } from "../../../engine/ledger/fold-state.ts";
import { type Measured, collectYoung, toMeasured } from "../measure.ts";
import { type BenchJob, createBenchJob, fillWindow, foldNext } from "./bench-job.ts";
import type { MadeLedger } from "./made-ledger.ts";

/**
 * `…Leading`: with the admission that a leader has attached and its window full, the plans themselves not timed. The others
 * fold as a replay does.
 */
export const WAYS = ["parse", "decode", "decodeAndFold", "decodeAndFoldLeading", "fold", "foldLeading"] as const;
export type Way = (typeof WAYS)[number];

export interface Throughput {
  /** Outcomes per second. */
  readonly rates: Readonly<Record<Way, Measured>>;
  /** Times the rate of the bare JSON.parse of the same round. */
  readonly ratios: Readonly<Record<Way, Measured>>;
  readonly megabytesPerSecond: Measured;
}

const CHUNK_MESSAGES = 2000;

/** From message `from` up to `to`; the answer is how long it took. */
type Pass = (from: number, to: number) => number;

export function measureThroughput(ledger: MadeLedger, rounds: number): Throughput {
  runRound(ledger, Math.min(ledger.messages.length, 10 * CHUNK_MESSAGES));
  const timesMs = Array.from({ length: rounds }, () => runRound(ledger, ledger.messages.length));
  const { outcomes, characters } = ledger.facts;
  const each = (of: (times: Record<Way, number>, way: Way) => number): Record<Way, Measured> => toRecord((way) => toMeasured(timesMs.map((times) => of(times, way))));
  return {
    rates: each((times, way) => (outcomes / times[way]) * 1000),
    ratios: each((times, way) => times.parse / times[way]),
    megabytesPerSecond: toMeasured(timesMs.map((times) => characters / times.parse / 1000)),
  };
}

function runRound(ledger: MadeLedger, messages: number): Record<Way, number> {
  const passes = createPasses(ledger);
  const timesMs = toRecord(() => 0);
  for (let from = 0, turn = 0; from < messages; from += CHUNK_MESSAGES, turn += 1) {
    const to = Math.min(messages, from + CHUNK_MESSAGES);
    for (let place = 0; place < WAYS.length; place += 1) {
      const way = WAYS[(place + turn) % WAYS.length] ?? "parse";
      collectYoung();
      timesMs[way] += passes[way](from, to);
    }
  }
  return timesMs;
}

function createPasses(ledger: MadeLedger): Record<Way, Pass> {
  const { messages } = ledger;
  return {
    parse: (from, to) => timed(() => parseAll(messages, from, to)),
    decode: (from, to) => timed(() => decodeAll(messages, from, to)),
    decodeAndFold: createDecodeAndFold(ledger),
    decodeAndFoldLeading: createLeading(ledger, (job, from, to) => timed(() => decodeAndFold(ledger, { state: job.state, admission: job.admission, from, to }))),
    fold: createFold(ledger),
    foldLeading: createLeading(ledger, (job, from, to) => {
      const bodies = decodeAll(messages, from, to);
      collectYoung();
      return timed(() => foldAll(ledger, bodies, { state: job.state, admission: job.admission, from }));
    }),
  };
}

function createDecodeAndFold(ledger: MadeLedger): Pass {
  const state = createFoldState();
  return (from, to) => timed(() => decodeAndFold(ledger, { state, from, to }));
}

function createFold(ledger: MadeLedger): Pass {
  const state = createFoldState();
  return (from, to) => {
    const bodies = decodeAll(ledger.messages, from, to);
    collectYoung();
    return timed(() => foldAll(ledger, bodies, { state, from }));
  };
}

/** Folds up to each place at which the leader fills its window, and fills it. */
function createLeading(ledger: MadeLedger, pass: (job: BenchJob, from: number, to: number) => number): Pass {
  const replay = new LeaderReplay(ledger);
  return (from, to) => replay.run({ from, to }, (start, end) => pass(replay.job, start, end));
}

/** State to guard: the job has folded all messages before `from` of the next run, and filled its window where the maker did. */
export class LeaderReplay {
  readonly job: BenchJob;
  readonly #ledger: MadeLedger;
  #nextRefill = 0;

  constructor(ledger: MadeLedger) {
    this.#ledger = ledger;
    this.job = createBenchJob(ledger.options);
  }

  /** The first message is not folded again: the job begins with it. */
  run(range: { from: number; to: number }, pass: Pass): number {
    let spentMs = 0;
    for (let from = Math.max(1, range.from); from < range.to; ) {
      const to = this.#refillAt(from, range.to);
      spentMs += pass(from, to);
      from = to;
    }
    return spentMs;
  }

  #refillAt(message: number, end: number): number {
    const { refills, options } = this.#ledger;
    let refill = refills[this.#nextRefill];
    for (; refill !== undefined && refill.atMessage <= message; refill = refills[this.#nextRefill]) {
      fillWindow(this.job, refill.nowMs, { size: options.window });
      this.#nextRefill += 1;
    }
    return Math.min(end, refill?.atMessage ?? end);
  }
}

interface FoldRange {
  readonly state: FoldState;
  readonly admission?: JobAdmission;
  readonly from: number;
}

function decodeAndFold({ messages, timesMs }: MadeLedger, { state, admission, from, to }: FoldRange & { to: number }): void {
  for (let place = from; place < to; place += 1) foldNext(state, { timeMs: timesMs[place] ?? 0, body: decodeLedgerBody(messages[place] ?? "") }, admission);
}

function foldAll({ timesMs }: MadeLedger, bodies: readonly LedgerBody[], { state, admission, from }: FoldRange): void {
  for (const [place, body] of bodies.entries()) foldNext(state, { timeMs: timesMs[from + place] ?? 0, body }, admission);
}

function decodeAll(messages: readonly string[], from: number, to: number): LedgerBody[] {
  const bodies: LedgerBody[] = [];
  for (let place = from; place < to; place += 1) bodies.push(decodeLedgerBody(messages[place] ?? ""));
  return bodies;
}

function parseAll(messages: readonly string[], from: number, to: number): number {
  let objects = 0;
  for (let place = from; place < to; place += 1) objects += JSON.parse(messages[place] ?? "") === null ? 0 : 1;
  return objects;
}

function timed(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function toRecord<T>(of: (way: Way) => T): Record<Way, T> {
  return { parse: of("parse"), decode: of("decode"), decodeAndFold: of("decodeAndFold"), decodeAndFoldLeading: of("decodeAndFoldLeading"), fold: of("fold"), foldLeading: of("foldLeading") };
}
