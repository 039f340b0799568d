/** Runs a resolved job in its opened output folder, with a display, to its summary and exit code. */
import type { OutputFolder } from "../../local/output-folder.ts";
import type { RunJobOptions, RunJobResult } from "../../local/run-job-options.ts";
import type { CliWorld } from "../cli-world.ts";
import { CommandError } from "../command-error.ts";
import { type ExitCode, toExitCode } from "../exit-code.ts";
import { createBarDisplay } from "../progress/bar-display.ts";
import { createJsonDisplay, toJsonEvent } from "../progress/json-display.ts";
import { createPlainDisplay } from "../progress/plain-display.ts";
import type { ProgressDisplay } from "../progress/progress-display.ts";
import { renderSummary } from "../progress/render-summary.ts";

export interface ExecuteRunOptions {
  readonly outputFolder: OutputFolder;
  readonly json: boolean;
  readonly update: boolean;
  readonly workers?: number;
  readonly retryFailed?: NonNullable<RunJobOptions["retryFailed"]>;
}

/** Closes the output folder, however the run ends. Throws CommandError where the job turned out to be wrong. */
export async function executeRun(world: CliWorld, options: ExecuteRunOptions): Promise<ExitCode> {
  const display = createDisplay(world, options.json);
  try {
    const result = await world.runJob(toRunJobOptions(world, { ...options, display }));
    display.close();
    report(world, { result, options });
    return toExitCode(result);
  } finally {
    display.close();
    await options.outputFolder.close();
  }
}

function createDisplay({ stdout, stderr, terminal }: CliWorld, json: boolean): ProgressDisplay {
  if (json) return createJsonDisplay({ sink: stdout });
  return terminal === undefined ? createPlainDisplay({ sink: stderr }) : createBarDisplay({ sink: stderr, ...terminal });
}

function toRunJobOptions(world: CliWorld, options: ExecuteRunOptions & { readonly display: ProgressDisplay }): RunJobOptions {
  const { outputFolder, update, workers, retryFailed, display } = options;
  const { job, pools, volumes, secrets, web } = outputFolder.record;
  const signals = world.listenForSignals();
  return {
    job,
    pools,
    volumes,
    ...(secrets === undefined ? {} : { secrets }),
    ...(web === undefined ? {} : { web }),
    outputFolder,
    update,
    ...(workers === undefined ? {} : { workers }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
    drainSignal: signals.drain,
    stopSignal: signals.stop,
    onProgress: display.show,
    onNotice: display.notice,
    logger: world.logger,
  };
}

function report({ stdout }: CliWorld, { result, options }: { readonly result: RunJobResult; readonly options: ExecuteRunOptions }): void {
  if (result.outcome === "rejected") throw new CommandError(withFolders(result.message, options.outputFolder.record.volumes));
  const { folder, results, failures, summary } = options.outputFolder.paths;
  const places = { folder, results, failures, summary };
  if (options.json) stdout.write(toJsonEvent("result", { ...result, exitCode: toExitCode(result), places }));
  else stdout.write(renderSummary(result, places));
}

/** Messages name volumes, as in the cluster; a person at a terminal thinks of folders. */
function withFolders(message: string, volumes: ReadonlyMap<string, string>): string {
  const named = [...volumes].filter(([name]) => message.includes(`\`${name}\``));
  return [message, ...named.map(([name, folder]) => `(volume ${name} is ${folder})`)].join("\n");
}
