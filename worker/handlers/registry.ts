/** The table of handlers: from a pool's `handler` to the code that does the work. */
import {
  absentHandlerMessage,
  type AvailableHandler,
  type HandlerOptions,
  isAvailableHandler,
  judgeOptions,
} from "../../contract/handlers/handler-options.ts";
import { UnavailableError } from "../errors.ts";
import type { ExecConfig } from "./exec.ts";
import type { Handler } from "./handler.ts";

/** What of a WorkerPool decides which handler runs, and how. */
export interface HandlerChoice {
  readonly handler: string;
  /** Of the pool; needed for `exec`. */
  readonly exec?: ExecConfig;
  /** The handler runs in a child process of its own (`execution: cpu`), not in the worker's. */
  readonly inChild: boolean;
}

/**
 * Loads the one that is asked for: the libraries of the others take longer to load than many a document. It judges the
 * options of each task itself: raw options and parsed ones are both good. Rejects with UnavailableError where this version,
 * or this worker, has no such handler.
 */
export async function createHandler(choice: HandlerChoice): Promise<Handler> {
  const { handler } = choice;
  if (!isAvailableHandler(handler)) throw new UnavailableError(absentHandlerMessage(handler));
  switch (handler) {
    case "ocr":
      return judging("ocr", (await import("./ocr.ts")).createOcrHandler());
    case "exec":
      return judging("exec", (await import("./exec.ts")).createExecHandler(choice.exec ?? { command: [] }));
    case "simulate":
      return judging("simulate", (await import("./simulate.ts")).createSimulateHandler(choice));
  }
}

/** The options of a job are one object for many documents: each object is judged once. */
function judging<Name extends AvailableHandler>(name: Name, handler: Handler<HandlerOptions<Name>>): Handler {
  const parsed = new WeakMap<object, HandlerOptions<Name>>();
  const parse = (options: unknown): HandlerOptions<Name> => {
    const key = typeof options === "object" && options !== null ? options : NO_OPTIONS;
    const known = parsed.get(key) ?? parseOptions(name, options);
    parsed.set(key, known);
    return known;
  };
  const { run, join, ...rest } = handler;
  const judged: Handler = { ...rest, run: async (task) => run({ ...task, options: parse(task.options) }) };
  return join === undefined ? judged : { ...judged, join: async (task, parts) => join({ ...task, options: parse(task.options) }, parts) };
}

const NO_OPTIONS = {};

/** They were judged when the job was accepted: what is refused here comes from another version. */
function parseOptions<Name extends AvailableHandler>(name: Name, options: unknown): HandlerOptions<Name> {
  const judged = judgeOptions(name, options);
  if (judged.ok) return judged.options;
  const problems = judged.problems.map(({ path, message }) => `options${path === "" ? "" : `.${path}`}: ${message}`);
  throw new UnavailableError(`this worker does not take the options of the stage: ${problems.join("; ")}`);
}
