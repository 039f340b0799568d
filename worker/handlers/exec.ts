/**
 * Handler `exec`: the pool's command, once for each document.
 *
 * The command reads one JSON object from stdin: `{document: {id, index, uri, group, metadata}, inputPath, outputDir,
 * options, earlier}` (`inputPath` is absent for documents without an address; `earlier` holds the result JSON of earlier
 * stages by name). Its environment is PATH, HOME, LANG and TMPDIR, what the pool sets, and a mark (see `command/stragglers.ts`). How it ends:
 *
 * | exit code    | outcome                                                                             |
 * | ------------ | ----------------------------------------------------------------------------------- |
 * | 0            | Succeeded; stdout is the result JSON, or empty for none; its files are the outputs   |
 * | 65           | Rejected, never tried again; the last line of stderr is the message                  |
 * | 75           | Failed, to be tried again; the last line of stderr is the message                    |
 * | other        | Failed, as 75                                                                        |
 * | by a signal  | Failed: HandlerCrashed                                                               |
 */
import type { ExecOptions } from "../../contract/handlers/exec-options.ts";
import { UnavailableError } from "../errors.ts";
import { baseEnvironment } from "./command/base-environment.ts";
import { type CommandEnd, type CommandRun, runCommand } from "./command/run-command.ts";
import { endStragglers, markCommand, sweep } from "./command/stragglers.ts";
import { judgeEnd } from "./exec/judge-end.ts";
import { listOutputs } from "./exec/list-outputs.ts";
import type { Handler, HandlerResult, HandlerTask } from "./handler.ts";

/** The pool owner's decision: a job cannot choose what is run. */
export interface ExecConfig {
  /** Program and arguments, at least the program; no shell reads them. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface ParsedExec {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Throws UnavailableError when the pool names no command. */
export function createExecHandler({ command, environment }: ExecConfig): Handler<ExecOptions> {
  const [program, ...args] = command;
  if (program === undefined || program === "") throw new UnavailableError("handler `exec` needs the pool's `exec.command`");
  const parsed: ParsedExec = { program, args, environment: { ...baseEnvironment(), ...environment } };
  return { name: "exec", needsInput: true, run: (task) => run(parsed, task), close: async () => sweep() };
}

async function run({ program, args, environment }: ParsedExec, task: HandlerTask<ExecOptions>): Promise<HandlerResult> {
  const outputDir = await task.outputFolder();
  const end = await runMarked({
    command: program,
    args,
    environment,
    stdin: encodeRequest(task, outputDir),
    maxStdoutBytes: task.limits.maxResultBytes,
    signal: task.signal,
  });
  const result = judgeEnd(end, task.limits.maxResultBytes);
  const outputs = await listOutputs(outputDir);
  return { outcome: "Succeeded", outputs, ...(result === undefined ? {} : { result }) };
}

/** What it leaves running ends with it. */
async function runMarked(command: CommandRun): Promise<CommandEnd> {
  const { mark, environment } = markCommand();
  try {
    return await runCommand({ ...command, environment: { ...command.environment, ...environment } });
  } finally {
    endStragglers(mark);
  }
}

function encodeRequest({ document, input, options, earlier }: HandlerTask<ExecOptions>, outputDir: string): string {
  const { id, index, uri, group, metadata } = document;
  return JSON.stringify({ document: { id, index, uri, group, metadata }, inputPath: input?.path, outputDir, options, earlier });
}
