/**
 * A whole job's ledger as text, made before anything is measured: the engine's own window, workers by chance, messages
 * as workers encode them. About 290 bytes an outcome, 460 MB for half a million documents at three stages.
 */
import { encodeControl, encodeOutcomes } from "../../../contract/wire/codec.ts";
import type { Outcome } from "../../../contract/wire/outcome.ts";
import { createRandom, type Random } from "../../model/random.ts";
import { DocumentState, isEnded } from "../../../engine/ledger/document-state.ts";
import { type BenchJob, type JobSize, START_MS, createBenchJob, discoveredRecord, fillWindow, foldNext } from "./bench-job.ts";
import { FakeWorkers, type WorkerMessage } from "./fake-workers.ts";

export interface LedgerOptions extends JobSize {
  readonly window: number;
  readonly seed: number;
}

export interface MadeLedger {
  readonly options: LedgerOptions;
  /** The first is Discovered. */
  readonly messages: readonly string[];
  /** When each was stored. */
  readonly timesMs: readonly number[];
  /** The leader filled its window when so many messages were folded. Ascending. */
  readonly refills: readonly Refill[];
  readonly facts: LedgerFacts;
}

export interface Refill {
  readonly atMessage: number;
  readonly nowMs: number;
}

export interface LedgerFacts {
  readonly messages: number;
  readonly outcomes: number;
  readonly characters: number;
  /** Messages stored twice. */
  readonly duplicateOutcomes: number;
  /** First tries of documents at stages, and later ones. */
  readonly firstTries: number;
  readonly laterTries: number;
  readonly byKind: Readonly<Record<string, number>>;
}

/** The window is filled once in so many messages: every other second at the wanted rate. */
const REFILL_MESSAGES = 300;
/** A worker that did not hear of the PubAck appends its message again. */
const DUPLICATE_PERCENT = 3;
const MESSAGE_MS = 1;
const IDLE_MS = 500;

interface Making {
  readonly options: LedgerOptions;
  readonly job: BenchJob;
  readonly workers: FakeWorkers;
  readonly random: Random;
  readonly messages: string[];
  readonly timesMs: number[];
  readonly refills: Refill[];
  readonly counts: { outcomes: number; duplicateOutcomes: number; firstTries: number; laterTries: number; characters: number };
  readonly byKind: Record<string, number>;
  nowMs: number;
}

export function makeLedger(options: LedgerOptions): MadeLedger {
  const making = startMaking(options);
  let atRefill = -REFILL_MESSAGES;
  while (!isOver(making.job)) {
    if (making.messages.length - atRefill >= REFILL_MESSAGES) {
      atRefill = making.messages.length;
      refill(making);
    }
    if (!appendNext(making)) {
      making.nowMs += IDLE_MS;
      atRefill = -REFILL_MESSAGES;
    }
  }
  const { messages, timesMs, refills, counts, byKind } = making;
  return { options, messages, timesMs, refills, facts: { messages: messages.length, ...counts, byKind } };
}

function startMaking(options: LedgerOptions): Making {
  const random = createRandom(options.seed);
  const discovered = encodeControl({ term: 1, record: discoveredRecord(options) });
  return {
    options,
    random,
    job: createBenchJob(options),
    workers: new FakeWorkers(random, options.stages),
    messages: [discovered],
    timesMs: [START_MS],
    refills: [],
    counts: { outcomes: 0, duplicateOutcomes: 0, firstTries: 0, laterTries: 0, characters: discovered.length },
    byKind: {},
    nowMs: START_MS,
  };
}

function isOver({ state, size }: BenchJob): boolean {
  const tallies = state.documents?.tallies;
  if (tallies === undefined) return false;
  return ENDED.reduce<number>((sum, kind) => sum + tallies.of(kind), 0) === size.documents;
}

const ENDED = Object.values(DocumentState).filter((kind) => isEnded(kind));

function refill(making: Making): void {
  making.refills.push({ atMessage: making.messages.length, nowMs: making.nowMs });
  making.workers.publish(fillWindow(making.job, making.nowMs, { size: making.options.window }));
}

/** False when no worker has anything to do. */
function appendNext(making: Making): boolean {
  const message = making.workers.next();
  if (message === undefined) return false;
  const text = encodeOutcomes(message);
  store(making, message, text);
  for (const outcome of message.outcomes) countOutcome(making, outcome);
  if (!making.random.chance(DUPLICATE_PERCENT)) return true;
  store(making, message, text);
  making.counts.duplicateOutcomes += message.outcomes.length;
  return true;
}

function store(making: Making, message: WorkerMessage, text: string): void {
  making.nowMs += MESSAGE_MS;
  making.messages.push(text);
  making.timesMs.push(making.nowMs);
  making.counts.outcomes += message.outcomes.length;
  making.counts.characters += text.length;
  foldNext(making.job.state, { timeMs: making.nowMs, body: { kind: "outcomes", ...message } }, making.job.admission);
}

function countOutcome({ counts, byKind }: Making, outcome: Outcome): void {
  byKind[outcome.outcome] = (byKind[outcome.outcome] ?? 0) + 1;
  const tries = "documents" in outcome ? outcome.documents : "index" in outcome && outcome.outcome !== "Started" ? [outcome] : [];
  for (const { try: tryNumber, part } of tries) {
    if (part !== undefined) continue;
    if (tryNumber === 1) counts.firstTries += 1;
    else counts.laterTries += 1;
  }
}
