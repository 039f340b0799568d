import { open, type FileHandle } from "node:fs/promises";
import type { Command } from "commander";
import { z } from "zod";
import { inspectOutputFolder } from "../../local/output-folder.ts";
import { type FileLine, readLines } from "../../local/read-lines.ts";
import { runningPid } from "../../local/run-lock.ts";
import type { CliWorld } from "../cli-world.ts";
import { CommandError } from "../command-error.ts";
import { EXIT_CODES, type ExitCode } from "../exit-code.ts";
import { toPrintable } from "../progress/printable.ts";
import { writeText } from "../write-text.ts";

const EXAMPLES = `
Examples:
  ream results ./text
  ream results ./text --failed
  ream results ./text --json | jq -r 'select(.outcome == "Succeeded") | .id'`;

interface ResultsFlags {
  readonly failed?: boolean;
  readonly json?: boolean;
}

export function addResultsCommand(program: Command, world: CliWorld, onExit: (code: ExitCode) => void): void {
  program
    .command("results")
    .summary("list documents and how they ended")
    .description("Lists the documents of a finished run, in the order of its manifest, and how each one ended.")
    .argument("<DIR>", "output folder of a run")
    .option("--failed", "only documents that failed, with their last error")
    .option("--json", "write one JSON object a document, as in results.jsonl")
    .addHelpText("after", EXAMPLES)
    .action(async (folder: string, flags: ResultsFlags) => onExit(await listResults(world, { folder, flags })));
}

async function listResults({ stdout }: CliWorld, { folder, flags }: { readonly folder: string; readonly flags: ResultsFlags }): Promise<ExitCode> {
  const { paths } = await inspectOutputFolder(folder);
  const file = await open(flags.failed === true ? paths.failures : paths.results, "r").catch(() => undefined);
  if (file === undefined) throw new CommandError(describeAbsent(await runningPid(paths.lock)));
  try {
    await copyResults(file, (lines) => writeText(stdout, lines.map(flags.json === true ? toJsonLine : toTextLine).join("")));
  } finally {
    await file.close();
  }
  return EXIT_CODES.succeeded;
}

function describeAbsent(pid: number | undefined): string {
  if (pid !== undefined) return `there are no results yet: the run is in progress (process ${pid}). See how far it is with \`ream status\``;
  return "there are no results yet: the run has not finished. Give its `ream run` command again to go on";
}

/** Far above what one document's results may be. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

async function copyResults(file: FileHandle, write: (lines: readonly FileLine[]) => Promise<boolean>): Promise<void> {
  const { size } = await file.stat();
  for await (const lines of readLines(file, { end: size, maxLineBytes: MAX_LINE_BYTES })) {
    if (!(await write(lines))) return;
  }
}

function toJsonLine({ bytes }: FileLine): string {
  return bytes === undefined ? "" : `${bytes.toString("utf8")}\n`;
}

const resultSchema = z.object({ id: z.string(), outcome: z.string(), reason: z.string().optional(), message: z.string().optional() });

const OUTCOME_COLUMNS = 9;
const MAX_ID_CHARACTERS = 1024;
const MAX_MESSAGE_CHARACTERS = 200;

function toTextLine({ bytes }: FileLine): string {
  const result = resultSchema.safeParse(parseJson(bytes));
  if (!result.success) return "(a line that cannot be read)\n";
  const { id, outcome, reason, message } = result.data;
  const words = [toPrintable(outcome, 20).toLowerCase().padEnd(OUTCOME_COLUMNS), toPrintable(id, MAX_ID_CHARACTERS)];
  const why = [reason, message].filter((text) => text !== undefined).map((text) => toPrintable(text, MAX_MESSAGE_CHARACTERS));
  return `${[...words, ...(why.length === 0 ? [] : [why.join(": ")])].join("  ")}\n`;
}

function parseJson(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}
