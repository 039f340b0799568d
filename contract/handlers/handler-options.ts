/**
 * Which options each handler takes, and the judgement of a job's options: the same when a job is accepted, in
 * `ream validate`, and in the worker.
 */
import type { z } from "zod";
import { formatPath, type Problem } from "../api/problem.ts";
import { execOptions } from "./exec-options.ts";
import { MAX_OPTIONS_BYTES } from "./max-options-bytes.ts";
import { HANDLER_NAMES, type HandlerName } from "./handler-names.ts";
import { httpOptions } from "./http-options.ts";
import { nlpOptions } from "./nlp-options.ts";
import { ocrOptions } from "./ocr-options.ts";
import { preprocessingOptions } from "./preprocessing-options.ts";
import { simulateOptions } from "./simulate-options.ts";
import { suggestName } from "./suggest-name.ts";
import { validationOptions } from "./validation-options.ts";

/** Each handler has its own. */
export const HANDLER_OPTIONS = {
  ocr: ocrOptions,
  preprocessing: preprocessingOptions,
  validation: validationOptions,
  nlp: nlpOptions,
  exec: execOptions,
  http: httpOptions,
  simulate: simulateOptions,
} as const satisfies Record<HandlerName, z.ZodType>;

/** The handlers of this version. */
export type AvailableHandler = keyof typeof HANDLER_OPTIONS;

/** What a handler gets: parsed, with every default filled in. */
export type HandlerOptions<Name extends AvailableHandler> = z.output<(typeof HANDLER_OPTIONS)[Name]>;

/** `path` is relative to the options: `languages[0]`; empty for the options as a whole. */
export type OptionsProblem = Problem;

export type JudgedOptions<Options = unknown> =
  | { readonly ok: true; readonly options: Options }
  | { readonly ok: false; readonly problems: readonly OptionsProblem[] };

export function isAvailableHandler(handler: string): handler is AvailableHandler {
  return Object.hasOwn(HANDLER_OPTIONS, handler);
}

/** The options with all defaults filled in, or what is wrong with them. Absent options are all defaults. */
export function judgeOptions<Name extends AvailableHandler>(handler: Name, options: unknown): JudgedOptions<HandlerOptions<Name>>;
export function judgeOptions(handler: string, options: unknown): JudgedOptions;
export function judgeOptions(handler: string, options: unknown): JudgedOptions {
  if (!isAvailableHandler(handler)) return refuse("", absentHandlerMessage(handler));
  const bytes = bytesOf(options ?? {});
  if (bytes === undefined) return refuse("", "must be JSON");
  if (bytes > MAX_OPTIONS_BYTES) return refuse("", `must be at most ${MAX_OPTIONS_BYTES} bytes as JSON`);
  const schema: z.ZodType = HANDLER_OPTIONS[handler];
  const parsed = schema.safeParse(options ?? {});
  if (parsed.success) return { ok: true, options: parsed.data };
  const known = handler === "exec" ? [] : Object.keys(HANDLER_OPTIONS[handler].shape);
  return { ok: false, problems: parsed.error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => toProblems(issue, known)) };
}

/** What to say about a handler that is not in the table. */
export function absentHandlerMessage(handler: string): string {
  const available = Object.keys(HANDLER_OPTIONS).map((name) => `\`${name}\``).join(", ");
  const meant = suggestName(handler, HANDLER_NAMES);
  return `handler \`${handler.slice(0, 64)}\` is not known; ${meant === undefined ? `must be ${available}` : `did you mean \`${meant}\`?`}`;
}

const MAX_PROBLEMS = 20;

function refuse(path: string, message: string): JudgedOptions<never> {
  return { ok: false, problems: [{ path, message }] };
}

/** Undefined for what JSON cannot hold: YAML knows anchors that contain themselves. */
function bytesOf(options: unknown): number | undefined {
  try {
    const text: string | undefined = JSON.stringify(options);
    return text === undefined ? undefined : Buffer.byteLength(text);
  } catch {
    return undefined;
  }
}

function toProblems(issue: z.core.$ZodIssue, known: readonly string[]): OptionsProblem[] {
  const path = formatPath(issue.path);
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({ path: formatPath([...issue.path, key]), message: unknownOption(key, known) }));
}

function unknownOption(key: string, known: readonly string[]): string {
  const meant = suggestName(key, known);
  return meant === undefined ? `unknown option; must be one of ${known.join(", ")}` : `unknown option; did you mean \`${meant}\`?`;
}
