import packageJson from "../package.json" with { type: "json" };
import { createLogger, LOG_LEVELS, type LogLevel } from "../runtime/logger.ts";
import type { CliWorld } from "./cli-world.ts";
import { SHOW_CURSOR } from "./progress/bar-display.ts";
import { runProgram } from "./program.ts";
import { listenForRunSignals } from "./run-signals.ts";

const { stdout, stderr, env } = process;
// `ream results | head` closes our output before we are done.
for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);

const hasTerminal = stderr.isTTY === true && env["TERM"] !== "dumb";
const terminal = { columns: () => stderr.columns ?? 80, isUnicode: process.platform === "darwin" || /utf-?8/i.test(env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "") };
if (hasTerminal) process.on("exit", () => stderr.write(SHOW_CURSOR));

const world: CliWorld = {
  stdout,
  stderr,
  ...(hasTerminal ? { terminal } : {}),
  listenForSignals: () => listenForRunSignals({ onDrain: () => stderr.write("\nream: finishing the documents in hand; once more to stop at once\n") }),
  logger: createLogger({ component: "local", level: logLevel(env["REAM_LOG_LEVEL"]), destination: { write: (line) => stderr.write(hasTerminal ? `\r\u001b[K${line}` : line) } }),
  // Loaded when needed: `ream --help` should not wait for a PDF library.
  readProgress: async (folder) => (await import("../local/read-progress.ts")).readProgress(folder),
  runJob: async (options) => (await import("../local/run-job.ts")).runJob(options),
};

process.exitCode = await runProgram(process.argv.slice(2), { version: packageJson.version, world });

function logLevel(word: string | undefined): LogLevel {
  return LOG_LEVELS.find((level) => level === word) ?? "error";
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
