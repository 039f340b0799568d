/** One job's whole life from a seed: leaders, workers, faults and a user who changes their mind; then quiet, until it is finished. */
import { Broker } from "./broker.ts";
import { Leader, type Spec } from "./leader.ts";
import { type Random, createRandom } from "./random.ts";
import { Workers } from "./worker.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly documents: number;
  readonly stages: number;
  readonly batchSize: number;
  readonly maxAttempts: number;
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
  readonly snapshots: Uint8Array[];
  /** The newest one last; an older one does not know yet that it is over. */
  leaders: Leader[];
  term: number;
}

/** Called after every step; throws when something that must hold does not. */
export type Check = (world: World, leader: Leader) => void;

/** Steps after which a quiet world must have come to its end. */
const QUIET_STEPS = 20_000;

export function runWorld(options: WorldOptions, check: Check): World {
  const world = createWorld(options);
  for (let step = 0; step < options.steps; step += 1) chaosStep(world, check);
  settle(world, check);
  return world;
}

function createWorld(options: WorldOptions): World {
  const random = createRandom(options.seed);
  const broker = new Broker();
  const retry = { maxAttempts: options.maxAttempts, initialDelaySeconds: 2, multiplier: 2, maxDelaySeconds: 300 };
  const wants = { stages: options.stages, batchSize: options.batchSize, suspend: false, cancel: false };
  const spec: Spec = { wants, retry, window: 1 + random.below(6) };
  const world: World = { options, broker, random, spec, workers: new Workers(broker, random, options.documents), snapshots: [], leaders: [], term: 0 };
  newLeader(world, undefined);
  return world;
}

function newLeader(world: World, snapshot: Uint8Array | undefined): void {
  world.term += 1;
  world.leaders.push(new Leader(world.broker, world.spec, { term: world.term, snapshot }));
  // Two at once is as many as a lease that ran out can make.
  if (world.leaders.length > 2) world.leaders.shift();
}

function chaosStep(world: World, check: Check): void {
  const { random, broker, options } = world;
  broker.nowMs += random.below(2000);
  if (random.chance(40)) world.workers.step({ level: options.faults });
  else leaderStep(world, random.pick(world.leaders));
  if (random.chance(options.faults / 4)) upheaval(world);
  if (random.chance(2)) userStep(world);
  for (const leader of world.leaders) check(world, leader);
}

function leaderStep(world: World, leader: Leader | undefined): void {
  if (leader === undefined) return;
  const { random, broker } = world;
  const action = random.below(5);
  if (action === 0) leader.planJob();
  if (action === 1) leader.planWindow();
  if (action === 2) leader.foldUpTo(leader.state.sequence + random.below(broker.lastSequence - leader.state.sequence + 1));
  if (action === 3) leader.proveMissing();
  if (action === 4 && random.chance(20)) world.snapshots.push(leader.snapshot());
}

/** What happens between any two steps: leaders die or are replaced, messages vanish. */
function upheaval(world: World): void {
  const { random, broker } = world;
  const kind = random.below(4);
  if (kind === 0) newLeader(world, random.pick([...world.snapshots, undefined]));
  if (kind === 1) {
    world.leaders = [];
    newLeader(world, random.pick([...world.snapshots, undefined]));
  }
  if (kind === 2) broker.work.delete(random.pick([...broker.work.keys()]) ?? "");
  if (kind === 3 && random.chance(20)) broker.work.clear();
}

/** Edits of the spec, at any time. Cancel is never unset. */
function userStep(world: World): void {
  const { random, spec, broker } = world;
  const { wants } = spec;
  const kind = random.below(7);
  if (kind === 0) spec.wants = { ...wants, suspend: !wants.suspend };
  if (kind === 1) spec.retry = { ...spec.retry, maxAttempts: 1 + random.below(4) };
  if (kind === 2) spec.wants = { ...wants, retryFailedBeforeMs: broker.nowMs - random.below(10_000) };
  if (kind === 3) spec.wants = { ...wants, failurePolicy: { maxFailedPercent: random.below(60), action: random.chance(50) ? "Fail" : "Suspend" } };
  if (kind === 4 && random.chance(10)) spec.wants = { ...wants, cancel: true };
  if (kind === 5 && random.chance(10)) spec.wants = { ...wants, activeDeadlineSeconds: 1 + random.below(600) };
  if (kind === 6) spec.window = 1 + random.below(6);
}

/** No more faults, one leader, nothing suspended: it has to end. */
function settle(world: World, check: Check): void {
  const { spec, broker, random } = world;
  spec.wants = { ...spec.wants, suspend: false, failurePolicy: { maxFailedPercent: 100, action: "Suspend" } };
  world.leaders = [];
  newLeader(world, random.pick([...world.snapshots, undefined]));
  const leader = world.leaders[0];
  for (let step = 0; step < QUIET_STEPS && leader !== undefined; step += 1) {
    if (isFinished(leader)) return;
    broker.nowMs += 500;
    leader.foldUpTo(broker.lastSequence);
    leader.planJob();
    leader.foldUpTo(broker.lastSequence);
    leader.planWindow();
    leader.proveMissing();
    world.workers.step({ level: 0 });
    check(world, leader);
  }
  throw new Error(`not finished after ${QUIET_STEPS} quiet steps`);
}

function isFinished(leader: Leader): boolean {
  const { state } = leader;
  return state.seal !== undefined && state.finalized?.round === state.round && leader.planJob().records.length === 0;
}
