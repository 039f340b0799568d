import type { Command } from "commander";
import { stageName } from "../../contract/api/pipeline-stage.ts";
import { inspectOutputFolder, type InspectedFolder } from "../../local/output-folder.ts";
import { runningPid } from "../../local/run-lock.ts";
import type { RunProgress } from "../../local/run-progress.ts";
import { readRunSummary, type RunSummary } from "../../local/run-summary.ts";
import type { CliWorld } from "../cli-world.ts";
import { CommandError } from "../command-error.ts";
import { EXIT_CODES, type ExitCode } from "../exit-code.ts";
import { renderPlainLine } from "../progress/render-line.ts";
import { renderSummary } from "../progress/render-summary.ts";

const EXAMPLES = `
Examples:
  ream status ./text
  ream status ./text --json`;

export function addStatusCommand(program: Command, world: CliWorld, onExit: (code: ExitCode) => void): void {
  program
    .command("status")
    .summary("show how far a run is")
    .description("Shows which job an output folder belongs to, and how its run stands or ended.")
    .argument("<DIR>", "output folder of a run")
    .option("--json", "write one JSON object")
    .addHelpText("after", EXAMPLES)
    .action(async (folder: string, flags: { readonly json?: boolean }) => onExit(await showStatus(world, { folder, json: flags.json ?? false })));
}

/** How a run stands: finished with its summary, or not, with what the ledger tells. */
type RunStatus =
  | { readonly state: "finished"; readonly summary: RunSummary }
  | { readonly state: "running"; readonly pid: number; readonly progress: RunProgress | undefined }
  | { readonly state: "unfinished"; readonly progress: RunProgress | undefined };

async function showStatus(world: CliWorld, { folder, json }: { readonly folder: string; readonly json: boolean }): Promise<ExitCode> {
  const inspected = await inspectOutputFolder(folder);
  const status = await readStatus(world, inspected);
  world.stdout.write(json ? renderJson(inspected, status) : renderText(inspected, status));
  return EXIT_CODES.succeeded;
}

async function readStatus({ readProgress }: CliWorld, inspected: InspectedFolder): Promise<RunStatus> {
  const pid = await runningPid(inspected.paths.lock);
  const progress = await readProgress?.(inspected);
  if (pid !== undefined) return { state: "running", pid, progress };
  const summary = await readSummary(inspected.paths.summary);
  // A summary of an earlier round stands there while the next one is not through.
  const isOver = progress === undefined || progress.phase === "Completed" || progress.phase === "Failed";
  return summary !== undefined && isOver ? { state: "finished", summary } : { state: "unfinished", progress };
}

function readSummary(path: string): Promise<RunSummary | undefined> {
  return readRunSummary(path).catch((error: unknown) => {
    throw new CommandError(`${path} cannot be read: it is not what Ream writes. Give the \`ream run\` command again to have it written anew`, { cause: error });
  });
}

function renderJson({ paths, record }: InspectedFolder, status: RunStatus): string {
  const { summary, progress = summary?.progress, ...facts } = { summary: undefined, progress: undefined, ...status };
  return `${JSON.stringify({ job: record.job.metadata.name, uid: record.uid, ...facts, progress, folder: paths.folder })}\n`;
}

function renderText({ paths, record }: InspectedFolder, status: RunStatus): string {
  const head = `Job ${record.job.metadata.name}: ${record.job.spec.pipeline.map(stageName).join(" → ")}\n`;
  if (status.state === "finished") return head + renderSummary({ outcome: "completed", summaryPath: paths.summary, endedBefore: 0, ...status.summary }, paths);
  const far = status.progress === undefined ? "" : `${renderPlainLine(status.progress)}\n`;
  if (status.state === "running") return `${head}A run is in progress (process ${status.pid}).\n${far}`;
  return `${head}The run has not finished. Give its \`ream run\` command again to go on.\n${far}`;
}
