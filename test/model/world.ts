/** One job's whole life from a seed: leaders, workers, faults and a user who changes their mind; then quiet, until it is finished. */
import { expect } from "vitest";
import type { DocumentOutcome } from "../../contract/wire/outcome.ts";
import { Broker } from "./broker.ts";
import { Leader, type Spec, type WindowPass } from "./leader.ts";
import { Oracle } from "./oracle.ts";
import { type Random, createRandom } from "./random.ts";
import type { Temper } from "./temper.ts";
import { createSpec, editSpec } from "./user.ts";
import { Workers } from "./worker.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly documents: number;
  readonly stages: number;
  readonly batchSize: number;
  readonly maxAttempts: number;
  readonly temper: Temper;
  /** Percent of steps that go wrong. */
  readonly faults: number;
  readonly steps: number;
}

export interface World {
  readonly options: WorldOptions;
  readonly broker: Broker;
  readonly workers: Workers;
  readonly spec: Spec;
  readonly random: Random;
  readonly snapshots: { readonly sequence: number; readonly bytes: Uint8Array }[];
  /** Has read what each leader has folded. */
  readonly oracles: WeakMap<Leader, Oracle>;
  /** Events that the ledger does not show, by how often they came. */
  readonly met: Map<string, number>;
  /** The newest one last; an older one does not know yet that it is over. */
  leaders: Leader[];
  term: number;
}

/** Each throws when something that must hold does not. */
export interface Checks {
  /** After every step. */
  readonly step: (world: World, leader: Leader) => void;
  /** After every pass over the window. */
  readonly window: (world: World, leader: Leader, pass: WindowPass) => void;
}

export const NO_CHECKS: Checks = { step: () => {}, window: () => {} };

/** Steps after which a quiet world must have come to its end: some five times what the longest take. */
const QUIET_STEPS = 2_000;
const WORK_PER_PASS = 4;
/** A few a life, and one for each suspect. */
const MOST_DECISIONS = 60;

export function runWorld(options: WorldOptions, checks: Checks): World {
  const world = createWorld(options);
  for (let step = 0; step < options.steps; step += 1) chaosStep(world, checks);
  settle(world, checks);
  wakeTheDead(world, checks);
  return world;
}

/** Reads what the leader has folded meanwhile. */
export function oracleOf(world: World, leader: Leader): Oracle {
  const oracle = world.oracles.get(leader) ?? new Oracle();
  world.oracles.set(leader, oracle);
  oracle.readUpTo(world.broker.records, leader.state.sequence);
  return oracle;
}

function createWorld(options: WorldOptions): World {
  const random = createRandom(options.seed);
  const broker = new Broker();
  const world: World = {
    options, broker, random,
    spec: createSpec(options, random),
    workers: new Workers(broker, random, { temper: options.temper, total: options.documents }),
    snapshots: [], oracles: new WeakMap(), met: new Map(), leaders: [], term: 0,
  };
  newLeader(world);
  return world;
}

function meet(world: World, what: string, times = 1): void {
  if (times > 0) world.met.set(what, (world.met.get(what) ?? 0) + times);
}

function newLeader(world: World): Leader {
  const { broker, spec, snapshots, random } = world;
  const snapshot = random.chance(70) ? random.pick(snapshots) : undefined;
  if (snapshot !== undefined) meet(world, snapshot.sequence < broker.lastSequence ? "restored an old snapshot" : "restored a fresh snapshot");
  world.term += 1;
  const leader = new Leader(broker, spec, { term: world.term, snapshot: snapshot?.bytes });
  world.leaders.push(leader);
  // Two at once is as many as a lease that ran out can make.
  if (world.leaders.length > 2) world.leaders.shift();
  if (world.leaders.length === 2) meet(world, "two leaders");
  return leader;
}

function chaosStep(world: World, checks: Checks): void {
  const { random, broker, options } = world;
  broker.nowMs += random.below(2000);
  if (random.chance(40)) world.workers.step(options.faults);
  else leaderStep(world, random.pick(world.leaders), checks);
  if (random.chance(options.faults / 4)) upheaval(world);
  if (random.chance(2)) editSpec(world.spec, broker.nowMs, random);
  if (random.chance(0.1)) carry(world);
  for (const leader of world.leaders) checks.step(world, leader);
}

function leaderStep(world: World, leader: Leader | undefined, checks: Checks): void {
  if (leader === undefined) return;
  const { random, broker } = world;
  const action = random.below(5);
  if (action === 0) leader.planJob();
  if (action === 1) planWindow(world, leader, checks);
  if (action === 2) leader.foldUpTo(leader.state.sequence + random.below(broker.lastSequence - leader.state.sequence + 1));
  if (action === 3) meet(world, "item proven missing", leader.proveMissing());
  if (action === 4 && random.chance(20)) world.snapshots.push({ sequence: leader.state.sequence, bytes: leader.snapshot() });
}

function planWindow(world: World, leader: Leader, checks: Checks): void {
  const pass = leader.planWindow();
  meet(world, "item withdrawn", pass.withdrawn);
  meet(world, "stream was otherwise", pass.refused);
  meet(world, "suspect run alone", pass.published.filter(({ suspect }) => suspect).length);
  if (isProbing(leader, pass)) meet(world, "stage probed");
  checks.window(world, leader, pass);
}

/** A stage that answered none of the last eight, as PROBE_AFTER says, got one item. */
function isProbing({ state }: Leader, pass: WindowPass): boolean {
  const silent = (state.documents?.unavailable ?? []).flatMap((times, stage) => (times >= 8 ? [stage] : []));
  return silent.some((stage) => pass.published.some(({ key }) => key.stage === stage));
}

/** What happens between any two steps: leaders die or are replaced, messages vanish. */
function upheaval(world: World): void {
  const { random, broker } = world;
  const kind = random.below(4);
  if (kind === 1) world.leaders = [];
  if (kind < 2) newLeader(world);
  if (kind === 2) broker.work.delete(random.pick([...broker.work.keys()]) ?? "");
  if (kind === 3 && random.chance(20)) broker.work.clear();
}

/** What an earlier manifest had come to counts here too. */
function carry(world: World): void {
  const leader = world.leaders.at(-1);
  const stages = world.random.below(world.options.stages) + 1;
  const outcomes = Array.from({ length: stages }, (_, stage): DocumentOutcome => ({ outcome: "Succeeded", index: 0, stage, try: 1 }));
  if (leader?.state.documents !== undefined) leader.carry(outcomes);
}

/** No more faults, one leader, nothing suspended for long: it has to end. */
function settle(world: World, checks: Checks): void {
  const { spec, broker } = world;
  spec.wants = { ...spec.wants, suspend: false };
  world.leaders = [];
  const leader = newLeader(world);
  for (let step = 0; step < QUIET_STEPS; step += 1) {
    if (isFinished(leader)) return;
    broker.nowMs = Math.max(broker.nowMs + 500, broker.work.size === 0 ? (leader.admission.nextDueMs() ?? 0) : 0);
    leader.foldUpTo(broker.lastSequence);
    if (leader.state.suspended === "byPolicy") spec.wants = { ...spec.wants, failurePolicy: { maxFailedPercent: 100, action: "Suspend" } };
    decide(world, leader);
    planWindow(world, leader, checks);
    meet(world, "item proven missing", leader.proveMissing());
    for (let each = 0; each < WORK_PER_PASS; each += 1) world.workers.step(0);
    checks.step(world, leader);
  }
  expect.fail(`the world is not finished after ${QUIET_STEPS} quiet steps`);
}

/** Plans and folds until nothing is left to decide. */
function decide({ broker }: World, leader: Leader): void {
  for (let pass = 0; pass < MOST_DECISIONS; pass += 1) {
    const { records } = leader.planJob();
    leader.foldUpTo(broker.lastSequence);
    if (records.length === 0) return;
  }
  expect.fail(`after ${MOST_DECISIONS} passes at one moment there is still something to decide`);
}

function isFinished(leader: Leader): boolean {
  const { state } = leader;
  return state.seal !== undefined && state.finalized?.round === state.round && leader.planJob().records.length === 0;
}

/** Whatever still lives somewhere speaks when all is over: it is late, and changes nothing. */
function wakeTheDead(world: World, checks: Checks): void {
  world.workers.wakeSilent();
  for (const leader of world.leaders) {
    leader.foldUpTo(world.broker.lastSequence);
    meet(world, "late outcome", leader.state.curiosities.late);
    checks.step(world, leader);
  }
  meet(world, "second leader refused", world.broker.fenced);
}
