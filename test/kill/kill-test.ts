/**
 * Kills runs and has them go on, again and again, and demands that nobody could tell from the results:
 * `node test/kill/kill-test.ts [--seed N] [--each N]`. Ends with `N passed, N failed`; a report lies in out/kill/report.json.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { createRandom, type Random } from "../model/random.ts";
import { endedSteps } from "./ended-steps.ts";
import { DOCUMENTS, type MadeJob, makeJob } from "./made-job.ts";
import { type Evidence, type Moment, findEvidence } from "./moment.ts";
import { type OutcomeOfRun, findDifferences, readOutcome } from "./outcome-of-run.ts";
import { freeze, isAlive, signalAll, treeOf } from "./process-tree.ts";

/** What is killed, and when. */
type Kind = "any moment" | Moment | "parent only" | "one child" | "torn record";

interface Killed {
  readonly kind: Kind;
  readonly evidence: Evidence;
  /** Shares of the documents' steps that had ended by then, 0 to 1. */
  readonly progress: number;
  readonly problems: string[];
}

const { values: flags } = parseArgs({ options: { seed: { type: "string", default: "1" }, each: { type: "string", default: "12" } } });
const EACH = Number(flags.each);
const PLAN: readonly (readonly [Kind, number])[] = [["any moment", EACH], ["append", EACH], ["output", EACH], ["finalize", EACH], ["parent only", 4], ["one child", 4], ["torn record", 4]];
const NO_EVIDENCE: Evidence = { append: false, output: false, finalize: false };
const RUN_TIMEOUT_MS = 120_000;
const GONE_TIMEOUT_MS = 10_000;

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "ream-kill-"));
  const job = await makeJob(folder);
  const reference = await undisturbed(job, join(folder, "reference"));
  console.log(`undisturbed: ${reference.outcome.documents} documents, ${reference.outcome.failed} failed, ${(reference.millis / 1000).toFixed(1)} s`);
  const random = createRandom(Number(flags.seed));
  const all: Killed[] = [];
  for (const [kind, count] of PLAN) {
    const startMs = performance.now();
    for (let number = 0; number < count; number += 1) all.push(await killAndGoOn({ kind, job, reference, random, output: join(folder, `${kind.replace(" ", "-")}-${number}`) }));
    report(all.filter((killed) => killed.kind === kind), performance.now() - startMs);
  }
  const failed = all.filter(({ problems }) => problems.length > 0).length + summarize(all);
  await writeReport({ seed: flags.seed, reference: reference.outcome.documents, kills: all });
  if (failed === 0) await rm(folder, { recursive: true, force: true });
  else console.log(`kept for a look: ${folder}`);
  console.log(`${all.length + PROOFS.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

interface Reference {
  readonly outcome: OutcomeOfRun;
  readonly exitCode: number;
  readonly millis: number;
  readonly ledgerBytes: number;
}

async function undisturbed(job: MadeJob, output: string): Promise<Reference> {
  const startMs = performance.now();
  const exitCode = await toEnd(start(job, output));
  return { outcome: readOutcome(output), exitCode, millis: performance.now() - startMs, ledgerBytes: ledgerBytes(output) };
}

interface Scene {
  readonly kind: Kind;
  readonly job: MadeJob;
  readonly reference: Reference;
  readonly random: Random;
  readonly output: string;
}

async function killAndGoOn(scene: Scene): Promise<Killed> {
  const { job, output, reference, kind } = scene;
  const run = start(job, output);
  const evidence = await killAtMoment(scene, run);
  const ledger = join(output, ".ream", "ledger.jsonl");
  if (kind === "torn record") tear(ledger);
  const before = endedSteps(ledger);
  const logBefore = readFileSync(job.workLog, "utf8").length;
  const exitCode = kind === "one child" ? await toEnd(run) : await toEnd(start(job, output));
  const problems = run.problem === undefined ? [] : [run.problem];
  if (exitCode !== reference.exitCode) problems.push(`exit code ${exitCode}, and ${reference.exitCode} undisturbed`);
  problems.push(...judge({ scene, before, again: readFileSync(job.workLog, "utf8").slice(logBefore).split("\n").filter((id) => id !== "") }));
  if (problems.length === 0) await rm(output, { recursive: true, force: true });
  return { kind, evidence, progress: before.size / (2 * DOCUMENTS), problems };
}

interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  problem?: string;
}

/** File calls on threads instead of io_uring, so that a stopped thread shows what it was doing. */
function start(job: MadeJob, output: string): Running {
  const words = ["run", job.file, "--volume", `documents=${job.documents}`, "--output", output];
  const child = spawn("./ream", words, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, UV_USE_IO_URING: "0" } });
  child.stderr?.resume();
  return { child, pid: child.pid ?? 0 };
}

async function toEnd({ child }: Running): Promise<number> {
  const timer = setTimeout(() => signalAll(treeOf(child.pid ?? 0), "SIGKILL"), RUN_TIMEOUT_MS);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  clearTimeout(timer);
  return child.exitCode ?? -1;
}

async function killAtMoment(scene: Scene, run: Running): Promise<Evidence> {
  const { kind, random, reference, output } = scene;
  // Anywhere in the run; a moment with a name is then waited for from there on.
  const share = kind === "finalize" ? 1 : random.below(1000) / 1000;
  await until(() => ledgerBytes(output) >= share * 0.95 * reference.ledgerBytes || !isAlive(run.pid), reference.millis * 4);
  if (kind === "append" || kind === "output" || kind === "finalize") return killWhen(kind, { run, output });
  if (kind === "parent only") return killParent(run);
  if (kind === "one child") return killChild(run);
  return killTree(run, output);
}

/** Stops the run over and over until the evidence is there: so the kill lands in the middle, proven. */
async function killWhen(moment: Moment, { run, output }: { run: Running; output: string }): Promise<Evidence> {
  for (let look = 0; look < 20_000 && isAlive(run.pid); look += 1) {
    if (moment !== "append" && look % 2 === 1) await pause();
    signalAll([run.pid], "SIGSTOP");
    const evidence = findEvidence(run.pid, output);
    if (evidence[moment]) return killTree(run, output);
    signalAll([run.pid], "SIGCONT");
    await pause();
  }
  run.problem = `the run ended before it was seen in the middle of ${moment}`;
  return NO_EVIDENCE;
}

async function killTree(run: Running, output: string): Promise<Evidence> {
  const tree = freeze(run.pid);
  const evidence = findEvidence(run.pid, output);
  signalAll(tree, "SIGKILL");
  await expectGone(run, tree);
  return evidence;
}

/** Its children must see that they are alone, and end. */
async function killParent(run: Running): Promise<Evidence> {
  const tree = treeOf(run.pid);
  signalAll([run.pid], "SIGKILL");
  await expectGone(run, tree);
  return NO_EVIDENCE;
}

/** The run goes on: the document in hand is tried again. */
async function killChild(run: Running): Promise<Evidence> {
  await until(() => treeOf(run.pid).length > 1 || !isAlive(run.pid), RUN_TIMEOUT_MS);
  const child = treeOf(run.pid).find((pid) => pid !== run.pid && readFileSyncOr(`/proc/${pid}/cmdline`).includes("child.ts"));
  if (child !== undefined) signalAll([child], "SIGKILL");
  return NO_EVIDENCE;
}

async function expectGone(run: Running, tree: readonly number[]): Promise<void> {
  await until(() => !tree.some(isAlive), GONE_TIMEOUT_MS);
  const left = tree.filter(isAlive);
  if (left.length > 0) run.problem = `still running after the kill: ${left.join(", ")}`;
  signalAll(left, "SIGKILL");
}

/** What a power cut leaves: the last record in part, or part of one that was never whole. */
function tear(ledger: string): void {
  if (existsSync(ledger)) appendFileSync(ledger, '{"sequence":99999,"time":1,"subject":"outco');
}

interface Judged {
  readonly scene: Scene;
  readonly before: ReadonlyMap<string, number>;
  /** Ids that the command worked on after the kill. */
  readonly again: readonly string[];
}

function judge({ scene, before, again }: Judged): string[] {
  const { output, reference } = scene;
  const got = readOutcome(output);
  const problems = findDifferences(reference.outcome, got).map((name) => `${name} differs from the undisturbed run's`);
  if (got.documents !== DOCUMENTS) problems.push(`${got.documents} results for ${DOCUMENTS} documents`);
  if (got.failed !== reference.outcome.failed) problems.push(`${got.failed} failed, and ${reference.outcome.failed} undisturbed`);
  const after = endedSteps(join(output, ".ream", "ledger.jsonl"));
  for (const [step, times] of before) if (after.get(step) !== times) problems.push(`step ${step} had ended and was worked on again`);
  const ended = new Set([...before.keys()].filter((step) => step.endsWith(" 0")).map((step) => idAt(output, Number(step.split(" ")[0]))));
  for (const id of again) if (ended.has(id)) problems.push(`the command worked on ${id} again, which it had ended`);
  return problems.slice(0, 10);
}

function idAt(output: string, index: number): string {
  ids ??= readFileSync(join(output, "results.jsonl"), "utf8").trimEnd().split("\n").map((line) => String(JSON.parse(line).id));
  return ids[index] ?? "";
}
let ids: string[] | undefined;

function ledgerBytes(output: string): number {
  return statSync(join(output, ".ream", "ledger.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
}

async function until(isSo: () => boolean, timeoutMs: number): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!isSo() && performance.now() < endMs) await pause();
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1);
  });
}

function readFileSyncOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function report(killed: readonly Killed[], millis: number): void {
  const good = killed.filter(({ problems }) => problems.length === 0).length;
  const at = killed.map(({ progress }) => Math.round(progress * 100)).sort((a, b) => a - b);
  console.log(`${(killed[0]?.kind ?? "").padEnd(12)} ${good} of ${killed.length} as undisturbed, ${(millis / 1000).toFixed(0)} s; killed at ${at.join(", ")} % of the work`);
  for (const { problems } of killed) for (const problem of problems) console.log(`  ${problem}`);
}

/** At least so many kills are proven to be in the middle of each. */
const PROOFS: readonly Moment[] = ["append", "output", "finalize"];
const PROVEN = 10;

function summarize(all: readonly Killed[]): number {
  const proven = PROOFS.map((moment) => ({ moment, count: all.filter(({ evidence }) => evidence[moment]).length }));
  for (const { moment, count } of proven) console.log(`in the middle of ${moment}: ${count} kills, proven`);
  return proven.filter(({ count }) => count < Math.min(PROVEN, EACH)).length;
}

async function writeReport(value: unknown): Promise<void> {
  await mkdir("out/kill", { recursive: true });
  await writeFile("out/kill/report.json", `${JSON.stringify(value, null, 2)}\n`);
}

process.exitCode = await main();
