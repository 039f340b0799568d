import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { REASONS, type Reason, isReason } from "../../contract/reasons.ts";
import { suggestName } from "../../contract/handlers/suggest-name.ts";
import { inputFolders, type JobRecord } from "../../local/job-record.ts";
import { inspectOutputFolder, reopenOutputFolder } from "../../local/output-folder.ts";
import type { CliWorld } from "../cli-world.ts";
import { CommandError } from "../command-error.ts";
import { EXIT_CODES_HELP, type ExitCode } from "../exit-code.ts";
import { requireSecrets } from "../local-secrets.ts";
import { parseWorkers } from "../run-request.ts";
import { executeRun } from "./execute-run.ts";

const EXAMPLES = `
Examples:
  ream retry ./text
  ream retry ./text --reason Timeout --reason OutOfMemory`;

interface RetryFlags {
  readonly reason?: readonly string[];
  readonly workers?: string;
  readonly json?: boolean;
}

export function addRetryCommand(program: Command, world: CliWorld, onExit: (code: ExitCode) => void): void {
  program
    .command("retry")
    .summary("try failed documents again")
    .description("Tries the documents again that failed in an earlier run, and writes the results anew.")
    .argument("<DIR>", "output folder of a run")
    .option("--reason <reason>", "only documents that failed for this reason, as `ream status` names it; may be repeated", collect)
    .option("--workers <n>", "documents to work on at a time (default: one a core)")
    .option("--json", "write progress and result as JSON lines to standard output")
    .addHelpText("after", `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (folder: string, flags: RetryFlags) => onExit(await retry(world, { folder, flags })));
}

async function retry(world: CliWorld, { folder, flags }: { readonly folder: string; readonly flags: RetryFlags }): Promise<ExitCode> {
  const reasons = parseReasons(flags.reason ?? []);
  const workers = parseWorkers(flags.workers);
  const { record } = await inspectOutputFolder(folder);
  await requireInputs(record);
  await requireSecrets(record.pools, record.secrets);
  const outputFolder = await reopenOutputFolder(folder);
  return executeRun(world, { outputFolder, json: flags.json ?? false, update: false, retryFailed: { reasons }, ...(workers === undefined ? {} : { workers }) });
}

function parseReasons(words: readonly string[]): Reason[] {
  const wrong = words.filter((word) => !isReason(word));
  if (wrong.length > 0) throw new CommandError(wrong.map(describeUnknownReason).join("\n"));
  return words.filter(isReason);
}

function describeUnknownReason(word: string): string {
  const known = Object.keys(REASONS);
  const meant = suggestName(word, known);
  return `--reason ${word}: there is no such reason; ${meant === undefined ? `must be one of ${known.join(", ")}` : `did you mean ${meant}?`}`;
}

async function requireInputs(record: JobRecord): Promise<void> {
  for (const [name, folder] of Object.entries(inputFolders(record))) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true) throw new CommandError(`the documents of this run lay in ${folder} (volume ${name}), which is no folder now. Put it back, or run \`ream run\` again with the folder as it is now and --update`);
  }
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
