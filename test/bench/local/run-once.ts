/** One run of the real command over the job, checked: what it cost, and that it did what it says. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Succeeded } from "../../../contract/wire/outcome.ts";
import { readRunSummary } from "../../../local/run-summary.ts";
import type { BenchJob, Mode } from "./bench-job.ts";
import { measureProcess } from "./measured-process.ts";
import { type RunLedger, readRunLedger } from "./run-ledger.ts";

export interface RunCost {
  /** From the start of the process to its end. */
  readonly wallMs: number;
  readonly documentsPerSecond: number;
  readonly spanDocumentsPerSecond: number;
  readonly cpuMicrosPerDocument: number;
  readonly peakBytes: number;
  readonly fsyncsPerSecond: number;
  /** Together `wallMs`. */
  readonly phasesMs: { readonly start: number; readonly discover: number; readonly documents: number; readonly finalize: number };
  readonly outcomes: readonly Succeeded[];
}

export interface RunOnce {
  readonly job: BenchJob;
  readonly folder: string;
  readonly documents: number;
  readonly mode: Mode;
}

const REAM = join(import.meta.dirname, "../../../ream");

export async function runOnce({ job, folder, documents, mode }: RunOnce): Promise<RunCost> {
  const output = join(folder, `out-${mode}`);
  const startedAtMs = Date.now();
  const cost = await measureProcess(REAM, ["run", job.files[mode], "--volume", `input=${job.input}`, "--output", output]);
  const ledger = await readRunLedger(join(output, ".ream/ledger.jsonl"), documents);
  const summary = await readRunSummary(join(output, "summary.json"));
  const problem = cost.exitCode === 0 ? ledger.problem : `it ended with exit code ${cost.exitCode}`;
  if (problem !== undefined) throw new Error(`a run of ${mode} went wrong: ${problem}\n${cost.said}`);
  if (summary?.progress.succeeded !== documents) throw new Error(`summary.json counts ${summary?.progress.succeeded ?? "no"} documents, and not ${documents}`);
  await rm(output, { recursive: true });
  const { outcomes, timesMs } = ledger;
  return {
    wallMs: cost.wallMs,
    documentsPerSecond: (documents / cost.wallMs) * 1000,
    spanDocumentsPerSecond: ((documents - ledger.inFirstMessage) / (timesMs.lastOutcome - timesMs.firstOutcome)) * 1000,
    cpuMicrosPerDocument: (cost.cpuMs * 1000) / documents,
    peakBytes: cost.peakBytes,
    fsyncsPerSecond: (ledger.appends / cost.wallMs) * 1000,
    phasesMs: toPhases(ledger.timesMs, { startedAtMs, endedAtMs: startedAtMs + cost.wallMs }),
    outcomes,
  };
}

function toPhases({ opened, firstOutcome, lastOutcome }: RunLedger["timesMs"], { startedAtMs, endedAtMs }: { startedAtMs: number; endedAtMs: number }): RunCost["phasesMs"] {
  return { start: opened - startedAtMs, discover: firstOutcome - opened, documents: lastOutcome - firstOutcome, finalize: endedAtMs - lastOutcome };
}
