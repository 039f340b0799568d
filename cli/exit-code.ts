/** What the program's end says to scripts. */
import type { RunJobResult } from "../local/run-job-options.ts";

export const EXIT_CODES = {
  /** Every document succeeded or was skipped. */
  succeeded: 0,
  /** The run came to its end, and some documents failed or were cancelled. */
  someFailed: 1,
  /** The command or the job is wrong; nothing was run. */
  wrongCommand: 2,
  /** Stopped before the end; running again goes on. */
  stopped: 3,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

export const EXIT_CODES_HELP = `
Exit codes:
  0  every document succeeded or was skipped
  1  some documents failed
  2  the job or the command is wrong
  3  stopped before the end (signal, full disk); run again to go on`;

export function toExitCode(result: RunJobResult): ExitCode {
  if (result.outcome === "rejected") return EXIT_CODES.wrongCommand;
  if (result.outcome === "stopped") return EXIT_CODES.stopped;
  if (result.countsProblem !== undefined) return EXIT_CODES.someFailed;
  return result.progress.failed + result.progress.cancelled > 0 ? EXIT_CODES.someFailed : EXIT_CODES.succeeded;
}
