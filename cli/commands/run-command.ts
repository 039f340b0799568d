import type { Command } from "commander";
import { openOutputFolder } from "../../local/output-folder.ts";
import type { CliWorld } from "../cli-world.ts";
import { EXIT_CODES_HELP, type ExitCode } from "../exit-code.ts";
import { resolveLocalJob } from "../resolve-local-job.ts";
import { parseRunRequest, type RunFlags } from "../run-request.ts";
import { executeRun } from "./execute-run.ts";

const EXAMPLES = `
Examples:
  Read the text of every document in a folder:
    ream run --pipeline ocr ./scans --output ./text
  The same in English and German, four documents at a time:
    ream run --pipeline ocr ./scans --output ./text --set ocr.languages=eng,deu --workers 4
  Run the manifest that a cluster would run:
    ream run job.yaml --volume scans=./scans --output ./text
  Take new and changed documents into an output that is there already:
    ream run --pipeline ocr ./scans --output ./text --update

A run that was stopped goes on when the same command is given again.`;

/** `ream run`: `onExit` gets the exit code. */
export function addRunCommand(program: Command, world: CliWorld, onExit: (code: ExitCode) => void): void {
  program
    .command("run")
    .summary("run a job on this machine")
    .description("Runs a job on this machine, without a cluster: the job of a file, or a pipeline over a folder.")
    .argument("<job.yaml|DIR>", "file with a BatchJob and its WorkerPools; with --pipeline, a folder of documents")
    .option("--pipeline <handlers>", "what to do with each document of the folder, in order: ocr,simulate")
    .option("--output <DIR>", "folder for the results; made where it is absent")
    .option("--volume <name=DIR>", "folder that a volume of the job is; may be repeated", collect)
    .option("--secret <name=DIR>", "folder that a Secret of the pools is, each file a key; may be repeated", collect)
    .option("--set <stage.option=value>", "an option of a stage of --pipeline; may be repeated", collect)
    .option("--workers <n>", "documents to work on at a time (default: one a core)")
    .option("--batch-size <n>", "documents that a slot takes at a time, with --pipeline")
    .option("--expand-archives", "take the members of ZIP and TAR archives as documents, with --pipeline")
    .option("--allow-private-addresses", "let https:// addresses lead into private networks and to this machine")
    .option("--allow-http", "take http:// addresses, which are not encrypted")
    .option("--update", "look for new and changed documents; the others keep their results")
    .option("--json", "write progress and result as JSON lines to standard output")
    .addHelpText("after", `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (target: string, flags: RunFlags) => onExit(await run(world, { target, flags })));
}

async function run(world: CliWorld, { target, flags }: { readonly target: string; readonly flags: RunFlags }): Promise<ExitCode> {
  const request = parseRunRequest(target, flags);
  const { local, outputPath } = await resolveLocalJob(request);
  const outputFolder = await openOutputFolder(outputPath, local, { update: request.update });
  const { json, update, workers } = request;
  return executeRun(world, { outputFolder, json, update, ...(workers === undefined ? {} : { workers }) });
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
