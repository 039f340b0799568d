/**
 * `make bench-engine`: how fast a ledger is decoded and folded, what a job costs in memory, and what a plan costs.
 *
 * Needs about 1 GB and three minutes. `--documents 50000 --rounds 2` for a look in between; the targets are those of the full size.
 */
import { parseArgs } from "node:util";
import { type LedgerFacts, type MadeLedger, makeLedger } from "./engine/made-ledger.ts";
import { type MemoryPoint, measureMemory } from "./engine/memory.ts";
import { PLAN_CASES, type PlanCost, measurePlanCost } from "./engine/plan-cost.ts";
import { type SnapshotCost, measureSnapshots } from "./engine/snapshots.ts";
import { type Throughput, WAYS, type Way, measureThroughput } from "./engine/throughput.ts";
import { noisePercent } from "./measure.ts";
import { type Target, atLeast, atMost, formatTable, formatTargets, round, writeResult } from "./targets.ts";

/** Times the rate of a bare JSON.parse: half of it decoded and folded, and three times that required rate folded alone. */
const LEAST_DECODED_AND_FOLDED = 0.5;
const LEAST_FOLDED = 3 * LEAST_DECODED_AND_FOLDED;
const MOST_BYTES_PER_DOCUMENT = 16;
const MOST_SNAPSHOT_MS = 1000;
/** Of the cost at the fewest documents: what caches and neighbours on the machine may add. */
const MOST_PLAN_GROWTH = 1.5;
const PLAN_SAMPLES = 1500;
/** Of what is asked for: made by chance, so a little beside it. */
const SHARES = { retries: [4.5, 6], duplicates: [2.5, 3.5] } as const;

const WAY_NAMES: Readonly<Record<Way, string>> = {
  parse: "bare JSON.parse",
  decode: "decoded",
  decodeAndFold: "decoded and folded",
  decodeAndFoldLeading: "decoded and folded, leading",
  fold: "folded alone",
  foldLeading: "folded alone, leading",
};

interface PlanResult {
  readonly name: string;
  readonly costs: readonly PlanCost[];
  readonly growth: { readonly fill: number; readonly full: number };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { documents: { type: "string", default: "500000" }, rounds: { type: "string", default: "5" } } });
  const plans = PLAN_CASES.map((plan) => toPlanResult(plan.name, measurePlanCost(plan, PLAN_SAMPLES)));
  print(formatPlans(plans));
  const ledger = makeLedger({ documents: Number(values.documents), stages: 3, blockSize: 10, window: 5000, seed: 384 });
  print(formatFacts(ledger));
  const throughput = measureThroughput(ledger, Number(values.rounds));
  print(formatThroughput(throughput));
  const snapshots = measureSnapshots(ledger);
  print(formatSnapshots(snapshots));
  const memory = await measureMemory(ledger);
  print(formatMemory(memory));
  const targets = [...ledgerTargets(ledger.facts), ...rateTargets(throughput), ...memoryTargets(memory), ...snapshotTargets(snapshots), ...plans.flatMap(planTargets)];
  print(formatTargets(targets));
  const path = writeResult("engine", { options: ledger.options, ledger: ledger.facts, throughput, memory, snapshots, plans, targets });
  print(`written to ${path}`);
  if (targets.some((target) => !target.passed)) process.exitCode = 1;
}

function toPlanResult(name: string, costs: readonly PlanCost[]): PlanResult {
  const [first, last] = [costs[0], costs.at(-1)];
  const growth = (of: (cost: PlanCost) => number): number => (first === undefined || last === undefined ? NaN : of(last) / of(first));
  return { name, costs, growth: { fill: growth((cost) => cost.fillMicros.median), full: growth((cost) => cost.fullMicros.median) } };
}

function rateTargets({ ratios }: Throughput): Target[] {
  const target = (way: Way, least: number): Target => atLeast(`${WAY_NAMES[way]}, times the rate of JSON.parse`, ratios[way].median, least);
  return [
    target("decodeAndFold", LEAST_DECODED_AND_FOLDED),
    target("decodeAndFoldLeading", LEAST_DECODED_AND_FOLDED),
    target("fold", LEAST_FOLDED),
    target("foldLeading", LEAST_FOLDED),
  ];
}

function ledgerTargets(facts: LedgerFacts): Target[] {
  const { retryPercent, duplicatePercent } = sharesOf(facts);
  return [
    between("of documents and stages tried again, percent", retryPercent, SHARES.retries),
    between("of outcomes stored twice, percent", duplicatePercent, SHARES.duplicates),
  ];
}

function between(what: string, got: number, [least, most]: readonly [number, number]): Target {
  return { what, wanted: `${least} to ${most}`, got: round(got), passed: got >= least && got <= most };
}

function sharesOf({ laterTries, firstTries, duplicateOutcomes, outcomes }: LedgerFacts): { retryPercent: number; duplicatePercent: number } {
  return { retryPercent: (100 * laterTries) / firstTries, duplicatePercent: (100 * duplicateOutcomes) / (outcomes - duplicateOutcomes) };
}

function memoryTargets(points: readonly MemoryPoint[]): Target[] {
  const most = Math.max(...points.map((point) => point.bytesPerDocument));
  return [atMost("bytes a document, state and admission and window, at the worst point", most, MOST_BYTES_PER_DOCUMENT)];
}

function snapshotTargets({ snapshotMs, restoreMs }: SnapshotCost): Target[] {
  return [atMost("snapshot, ms", snapshotMs.median, MOST_SNAPSHOT_MS), atMost("restore, ms", restoreMs.median, MOST_SNAPSHOT_MS)];
}

function planTargets({ name, growth }: PlanResult): Target[] {
  return [
    atMost(`plan, ${name}: replacing what ended, growth from fewest documents to 1M`, growth.fill, MOST_PLAN_GROWTH),
    atMost(`plan, ${name}: nothing to do, growth from fewest documents to 1M`, growth.full, MOST_PLAN_GROWTH),
  ];
}

function formatFacts({ options, facts }: MadeLedger): string {
  const { retryPercent, duplicatePercent } = sharesOf(facts);
  const kinds = Object.entries(facts.byKind).map(([kind, count]) => `${kind} ${round(count)}`);
  return [
    `${round(options.documents)} documents x ${options.stages} stages: ${round(facts.outcomes)} outcomes in ${round(facts.messages)} messages, ${round(facts.characters / 1e6)} MB`,
    `${round(facts.outcomes / facts.messages)} outcomes a message, ${round(facts.characters / facts.outcomes)} bytes an outcome, ${round(retryPercent)} % tried again, ${round(duplicatePercent)} % stored twice`,
    kinds.join(", "),
  ].join("\n");
}

function formatThroughput({ rates, ratios, megabytesPerSecond }: Throughput): string {
  const rows = WAYS.map((way) => {
    const { median, least, most } = ratios[way];
    return [WAY_NAMES[way], "", round(rates[way].median), `${round(noisePercent(rates[way]))} %`, round(median), `${round(least)} to ${round(most)}`];
  });
  const head = ["read", "", "outcomes/s", "noise", "x JSON.parse", "in its rounds"];
  return `${formatTable([head, ...rows])}\nJSON.parse at ${round(megabytesPerSecond.median)} MB/s; medians of ${rates.parse.rounds} rounds`;
}

function formatMemory(points: readonly MemoryPoint[]): string {
  const rows = points.map((point) => [`${round(point.percent)} %`, "", round(point.bytesPerDocument), round(point.itemsInFlight)]);
  return formatTable([["folded", "", "bytes a document", "items in flight"], ...rows]);
}

function formatSnapshots({ bytes, splits, snapshotMs, restoreMs }: SnapshotCost): string {
  return `snapshot of ${round(bytes / 1e6)} MB with ${splits} splits: ${round(snapshotMs.median)} ms; restored in ${round(restoreMs.median)} ms`;
}

function formatPlans(plans: readonly PlanResult[]): string {
  const rows = plans.flatMap(({ name, costs }) => costs.map((cost) => [name, `${round(cost.documents)} documents`, round(cost.fillMicros.median), round(cost.fullMicros.median)]));
  return formatTable([["one plan, microseconds", "", "replacing", "nothing to do"], ...rows]);
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

await main();
