/**
 * `make bench-local`: how many documents a second local mode takes when the handler takes no time: the real command in a
 * process of its own, everything on the way to results.jsonl, the ledger fsynced.
 *
 * Beside every run stand what this machine can do at most in the same seconds, so that a slow or a busy machine asks for less.
 * `--documents 20000 --rounds 1` for a look in between; the targets are those of the full size.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MODES, type Mode, makeBenchJob } from "./local/bench-job.ts";
import { measureChildren, measureJson, toTexts } from "./local/calibrate.ts";
import { type RunCost, runOnce } from "./local/run-once.ts";
import { type Measured, toMeasured } from "./measure.ts";
import { type Target, atLeast, formatTable, formatTargets, round, writeResult } from "./targets.ts";

/** Of the machine's own rates: JSON round trips of a document's texts, and round trips to bare children. */
const LEAST_PERCENT = { io: 100 / 20, cpu: 100 / 10 } as const;

/** A run, and the machine's own rates right before and after it. */
interface Round {
  readonly run: Omit<RunCost, "outcomes">;
  readonly machine: number;
  /** The same for one child, where the target counts as many as there are slots. */
  readonly oneChild: number;
}

interface ModeResult {
  readonly mode: Mode;
  /** Documents a second over the life of the process: start, list of documents, results and exit included. */
  readonly wall: Measured;
  /** From the first outcome to the last. */
  readonly span: Measured;
  readonly machine: Measured;
  readonly oneChild: Measured;
  /** `wall` over `machine`, round by round, in percent. */
  readonly sharePercent: Measured;
  readonly microsOfCpuPerDocument: Measured;
  readonly peakMegabytes: Measured;
  readonly fsyncsPerSecond: Measured;
  readonly phasesMs: Readonly<Record<keyof RunCost["phasesMs"], Measured>>;
}

const CHILDREN = availableParallelism();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { documents: { type: "string", default: "100000" }, rounds: { type: "string", default: "5" } } });
  const documents = Number(values.documents);
  const folder = await mkdtemp(join(tmpdir(), "ream-bench-local-"));
  try {
    const rounds = await measureRounds({ folder, documents, rounds: Number(values.rounds) });
    const results = MODES.map((mode) => toResult(mode, rounds[mode]));
    report(results, documents);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The modes take turns, so that whatever disturbs the machine disturbs both. */
async function measureRounds({ folder, documents, rounds }: { folder: string; documents: number; rounds: number }): Promise<Record<Mode, Round[]>> {
  const job = await makeBenchJob(folder, documents);
  // Not measured: the first run pays for the disk's cold cache, and gives the texts.
  const { outcomes } = await runOnce({ job, folder, documents, mode: "io" });
  const texts = toTexts(outcomes);
  const measured: Record<Mode, Round[]> = { io: [], cpu: [] };
  for (let count = 0; count < rounds; count += 1) {
    for (const mode of MODES) {
      const before = await calibrate(mode, texts);
      const { outcomes: _, ...run } = await runOnce({ job, folder, documents, mode });
      const after = await calibrate(mode, texts);
      const taken = { run, machine: (before.machine + after.machine) / 2, oneChild: (before.oneChild + after.oneChild) / 2 };
      measured[mode].push(taken);
      print(describeRound(mode, taken));
    }
  }
  return measured;
}

async function calibrate(mode: Mode, texts: readonly string[]): Promise<Omit<Round, "run">> {
  if (mode === "io") return { machine: measureJson(texts), oneChild: NaN };
  return { machine: await measureChildren(CHILDREN), oneChild: await measureChildren(1) };
}

function toResult(mode: Mode, rounds: readonly Round[]): ModeResult {
  const each = (of: (taken: Round) => number): Measured => toMeasured(rounds.map(of));
  const phase = (name: keyof RunCost["phasesMs"]): Measured => each(({ run }) => run.phasesMs[name]);
  return {
    mode,
    wall: each(({ run }) => run.documentsPerSecond),
    span: each(({ run }) => run.spanDocumentsPerSecond),
    machine: each(({ machine }) => machine),
    oneChild: each(({ oneChild }) => oneChild),
    sharePercent: each(percentOf),
    microsOfCpuPerDocument: each(({ run }) => run.cpuMicrosPerDocument),
    peakMegabytes: each(({ run }) => run.peakBytes / 1e6),
    fsyncsPerSecond: each(({ run }) => run.fsyncsPerSecond),
    phasesMs: { start: phase("start"), discover: phase("discover"), documents: phase("documents"), finalize: phase("finalize") },
  };
}

function report(results: readonly ModeResult[], documents: number): void {
  print(formatResults(results, documents));
  const targets = results.map(toTarget);
  print(formatTargets(targets));
  print(`written to ${writeResult("local", { documents, children: CHILDREN, results, targets })}`);
  const failed = targets.filter(({ passed }) => !passed).length;
  print(`${targets.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function percentOf({ run, machine }: Round): number {
  return (100 * run.documentsPerSecond) / machine;
}

function toTarget({ mode, sharePercent, machine, wall }: ModeResult): Target {
  const what = mode === "io" ? "JSON round trips of a document's texts" : `round trips over ${CHILDREN} bare children`;
  return atLeast(`${mode}: ${round(wall.median)} documents/s over the whole run, in % of ${round(machine.median)} ${what}/s`, sharePercent.median, LEAST_PERCENT[mode]);
}

function formatResults(results: readonly ModeResult[], documents: number): string {
  const row = (name: string, of: (result: ModeResult) => Measured): string[] => ["", name, ...results.map((result) => formatMeasured(of(result)))];
  return formatTable([
    ["", `${documents.toLocaleString("en-US")} documents, ${results[0]?.wall.rounds ?? 0} rounds: median (least–most)`, ...results.map(({ mode }) => (mode === "io" ? "io, 16 slots" : `cpu, ${CHILDREN} slots`))],
    row("documents/s, whole life of the process", ({ wall }) => wall),
    row("documents/s, first to last outcome", ({ span }) => span),
    row("the machine's own round trips/s", ({ machine }) => machine),
    row("… over one child", ({ oneChild }) => oneChild),
    row("documents in % of round trips, whole life", ({ sharePercent }) => sharePercent),
    row("ms until the ledger is open", ({ phasesMs }) => phasesMs.start),
    row("ms to the first outcome: list of documents", ({ phasesMs }) => phasesMs.discover),
    row("ms from the first to the last outcome", ({ phasesMs }) => phasesMs.documents),
    row("ms after it: results, snapshot, exit", ({ phasesMs }) => phasesMs.finalize),
    row("µs of processor a document", ({ microsOfCpuPerDocument }) => microsOfCpuPerDocument),
    row("peak memory of all its processes, MB", ({ peakMegabytes }) => peakMegabytes),
    row("ledger appends/s, an fsync each", ({ fsyncsPerSecond }) => fsyncsPerSecond),
  ]);
}

function formatMeasured(measured: Measured): string {
  if (Number.isNaN(measured.median)) return "-";
  return `${round(measured.median)} (${round(measured.least)}–${round(measured.most)})`;
}

function describeRound(mode: Mode, taken: Round): string {
  const { run, machine } = taken;
  return `${mode.padEnd(3)}  ${round(run.documentsPerSecond)} documents/s in ${round(run.wallMs / 1000)} s; the machine ${round(machine)} round trips/s: ${round(percentOf(taken))} %`;
}

function print(text: string): void {
  console.log(text);
}

await main();
