/** The commands of `ream`, put together. */
import { Command, CommanderError } from "commander";
import { LedgerUnwritableError } from "../local/ledger-unwritable-error.ts";
import { OutputFolderError } from "../local/output-folder-error.ts";
import { RunInProgressError } from "../local/run-lock.ts";
import { serializeError } from "../runtime/logger.ts";
import type { CliWorld } from "./cli-world.ts";
import { CommandError } from "./command-error.ts";
import { addResultsCommand } from "./commands/results-command.ts";
import { addRetryCommand } from "./commands/retry-command.ts";
import { addRunCommand } from "./commands/run-command.ts";
import { addStatusCommand } from "./commands/status-command.ts";
import { addValidateCommand } from "./commands/validate-command.ts";
import { EXIT_CODES, type ExitCode } from "./exit-code.ts";
import { toJsonEvent } from "./progress/json-display.ts";

export interface ProgramOptions {
  readonly version: string;
  readonly world: CliWorld;
}

/** Runs one command line (without program and script); resolves to the exit code and never rejects. */
export async function runProgram(words: readonly string[], { version, world }: ProgramOptions): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.succeeded;
  const program = createProgram({ version, world }, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    return reportError(error, { world, isJson: words.includes("--json") });
  }
}

const EXAMPLES = `
Examples:
  ream run --pipeline ocr ./scans --output ./text
  ream run job.yaml --volume scans=./scans --output ./text
  ream status ./text
  ream results ./text --failed

\`ream help run\` tells more about a command.`;

function createProgram({ version, world }: ProgramOptions, onExit: (code: ExitCode) => void): Command {
  const program = new Command("ream")
    .description("Runs one operation over very many documents: on this machine, or on Kubernetes.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "show help")
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(`--help` shows how it is used)")
    .configureOutput({ writeOut: (text) => world.stdout.write(text), writeErr: (text) => world.stderr.write(text), outputError: (text, write) => write(text.replace(/^error:/, "ream:")) })
    .exitOverride();
  for (const add of [addRunCommand, addValidateCommand, addStatusCommand, addResultsCommand, addRetryCommand]) add(program, world, onExit);
  return program;
}

interface Reporting {
  readonly world: CliWorld;
  readonly isJson: boolean;
}

function reportError(error: unknown, reporting: Reporting): ExitCode {
  // Commander has written its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.succeeded : EXIT_CODES.wrongCommand;
  if (error instanceof OutputFolderError && error.isDiskFull) return tell(error.message, EXIT_CODES.stopped, reporting);
  if (error instanceof CommandError || error instanceof OutputFolderError || error instanceof RunInProgressError) return tell(error.message, EXIT_CODES.wrongCommand, reporting);
  if (error instanceof LedgerUnwritableError) return tell(error.message, EXIT_CODES.stopped, reporting);
  reporting.world.logger.debug({ err: error }, "unexpected error");
  const { message, stack } = serializeError(error);
  return tell(`an error in Ream itself, please report it: ${stack ?? message}\nWhat was done is kept; run again to go on.`, EXIT_CODES.stopped, reporting);
}

function tell(message: string, exitCode: ExitCode, { world, isJson }: Reporting): ExitCode {
  if (isJson) world.stdout.write(toJsonEvent("error", { message, exitCode }));
  world.stderr.write(`ream: ${message}\n`);
  return exitCode;
}
