/** The table of handlers: from a pool's `handler` to the code that does the work. */
import {
  absentHandlerMessage,
  type AvailableHandler,
  type HandlerOptions,
  isAvailableHandler,
  judgeOptions,
} from "../../contract/handlers/handler-options.ts";
import { UnavailableError } from "../errors.ts";
import type { WorkerLog } from "../worker-log.ts";
import type { ExecConfig } from "./exec.ts";
import type { Handler, HandlerTask } from "./handler.ts";
import type { HttpConfig } from "./http.ts";

/** What of a WorkerPool decides which handler runs, and how. */
export interface HandlerChoice {
  readonly handler: string;
  /** Of the pool; needed for `exec`. */
  readonly exec?: ExecConfig;
  /** Of the pool; needed for `http`. */
  readonly http?: HttpConfig;
  /** For what concerns more than one document, such as a service that is away; default: nothing is said. */
  readonly log?: WorkerLog;
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
    case "preprocessing":
      return judging("preprocessing", (await import("./preprocessing.ts")).createPreprocessingHandler());
    case "validation":
      return judging("validation", (await import("./validation.ts")).createValidationHandler());
    case "nlp":
      return judging("nlp", (await import("./nlp.ts")).createNlpHandler());
    case "exec":
      return judging("exec", (await import("./exec.ts")).createExecHandler(choice.exec ?? { command: [] }));
    case "http":
      return judging("http", (await import("./http.ts")).createHttpHandler(needHttp(choice), choice.log));
    case "simulate":
      return judging("simulate", (await import("./simulate.ts")).createSimulateHandler(choice));
  }
}

function needHttp({ http }: HandlerChoice): HttpConfig {
  if (http === undefined) throw new UnavailableError("handler `http` needs the pool's `http.url`");
  return http;
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
  const { run, join, reuse, ...rest } = handler;
  const judge = (task: HandlerTask): HandlerTask<HandlerOptions<Name>> => ({ ...task, options: parse(task.options) });
  return {
    ...rest,
    run: async (task) => run(judge(task)),
    ...(join === undefined ? {} : { join: async (task, parts) => join(judge(task), parts) }),
    ...(reuse === undefined ? {} : { reuse: async (task) => describeWork(name, judge(task), reuse) }),
  };
}

/** Parsed options have all defaults in them, always in the same order. */
async function describeWork<Options>(name: string, task: HandlerTask<Options>, reuse: NonNullable<Handler<Options>["reuse"]>): Promise<string | undefined> {
  const engine = await reuse(task);
  return engine === undefined ? undefined : JSON.stringify([name, engine, task.options]);
}

const NO_OPTIONS = {};

/** They were judged when the job was accepted: what is refused here comes from another version. */
function parseOptions<Name extends AvailableHandler>(name: Name, options: unknown): HandlerOptions<Name> {
  const judged = judgeOptions(name, options);
  if (judged.ok) return judged.options;
  const problems = judged.problems.map(({ path, message }) => `options${path === "" ? "" : `.${path}`}: ${message}`);
  throw new UnavailableError(`this worker does not take the options of the stage: ${problems.join("; ")}`);
}
