/**
 * A child process: runs the handler on one document after another, and does nothing by itself. It leads a process group,
 * ignores the signals of a terminal (its parent decides), and ends with its parent.
 *
 * Argument: the parent's pid. The first message is the setup, each later one a document.
 */
import { flushCompileCache } from "node:module";
import { Worker } from "node:worker_threads";
import type { StageContext } from "../document-task.ts";
import { type HandlerSetup, loadSetup } from "../handler-setup.ts";
import { processDocument } from "../process-document.ts";
import { toMessage } from "../to-ending.ts";
import type { WorkerLog } from "../worker-log.ts";
import type { FromChild, LogLine, RunMessage, ToChild } from "./child-messages.ts";

const EXIT_UNABLE = 70;
const EXIT_UNCAUGHT = 71;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
process.on("disconnect", endGroup);
process.on("uncaughtException", (error) => sayLast({ kind: "dying", message: toMessage(error) }, EXIT_UNCAUGHT));

const parentPid = Number(process.argv[2]);
if (process.ppid !== parentPid) endGroup();
startWatchdog();

let setup: HandlerSetup | undefined;
let context: StageContext | undefined;
/** Nothing aborts a document here: the parent ends the process. */
const { signal } = new AbortController();

process.on("message", (message: ToChild) => void (message.kind === "setup" ? start(message.setup) : run(message)));

/** The parent writes the log. */
const LOG: WorkerLog = { info: (...line) => log("info", line), warn: (...line) => log("warn", line), error: (...line) => log("error", line) };

function log(level: LogLine["level"], [fields, message]: [object, string]): void {
  say({ kind: "log", level, fields: { ...fields }, message });
}

async function start(module: Parameters<typeof loadSetup>[0]): Promise<void> {
  try {
    setup = await loadSetup(module, LOG);
    say({ kind: "ready" });
    // A child mostly ends by a signal, and would take with it what it has compiled.
    flushCompileCache();
  } catch (error) {
    sayLast({ kind: "unable", message: toMessage(error) }, EXIT_UNABLE);
  }
}

async function run(message: RunMessage): Promise<void> {
  context = message.context ?? context;
  if (setup === undefined || context === undefined) throw new Error("a document came before the setup");
  say({ kind: "ended", ending: await processDocument({ task: { ...message.task, context }, setup, signal }) });
}

function say(message: FromChild): void {
  process.send?.(message);
}

function sayLast(message: FromChild, exitCode: number): void {
  // The callback does not come when the channel is gone.
  setTimeout(() => process.exit(exitCode), 1000);
  process.send?.(message, undefined, undefined, () => process.exit(exitCode));
}

function startWatchdog(): void {
  const watchdog = new Worker(new URL("./watchdog.ts", import.meta.url), { workerData: parentPid, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 16 } });
  watchdog.unref();
}

function endGroup(): void {
  process.kill(0, "SIGKILL");
}
