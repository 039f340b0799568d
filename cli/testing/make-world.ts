/** A world for tests of the commands: keeps what is written, and runs jobs as told. */
import type { RunJobOptions, RunJobResult } from "../../local/run-job-options.ts";
import type { RunProgress } from "../../local/run-progress.ts";
import { createLogger } from "../../runtime/logger.ts";
import type { CliWorld } from "../cli-world.ts";
import { runProgram } from "../program.ts";

export function makeProgress(overrides: Partial<RunProgress> = {}): RunProgress {
  return { phase: "Running", pending: 0, queued: 0, retrying: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, stages: [], failures: [], ...overrides };
}

export function makeResult(overrides: Partial<RunProgress> = {}): RunJobResult {
  return { outcome: "completed", progress: makeProgress({ phase: "Completed", total: 1, succeeded: 1, ...overrides }), durationMs: 1000, summaryPath: "", endedBefore: 0 };
}

export interface CommandEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the commands asked to be run. */
  readonly runs: readonly RunJobOptions[];
}

type RunJob = (options: RunJobOptions) => Promise<RunJobResult>;

/** Runs a command line to its end; `runJob` stands for the run itself, which here succeeds at once unless told otherwise. */
export async function runCommand(words: readonly string[], overrides: Partial<CliWorld> & { readonly runJob?: RunJob } = {}): Promise<CommandEnd> {
  const written = { stdout: "", stderr: "" };
  const runs: RunJobOptions[] = [];
  const { runJob = async () => makeResult(), ...others } = overrides;
  const never = new AbortController().signal;
  const world: CliWorld = {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    listenForSignals: () => ({ drain: never, stop: never }),
    logger: createLogger({ component: "local", level: "silent", destination: { write: () => undefined } }),
    runJob: (options) => {
      runs.push(options);
      return runJob(options);
    },
    ...others,
  };
  const exitCode = await runProgram(words, { version: "1.2.3", world });
  return { exitCode, ...written, runs };
}
