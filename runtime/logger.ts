/** Structured logs: one JSON object a line, the same keys everywhere, no secrets. */
import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";

/** What goes wrong is said once, where it is handled. */
export type Logger = PinoLogger;

/** The keys that lines share; other keys belong to one place only. Never text of documents. */
export interface LogKeys {
  /** Of the BatchJob or WorkerPool that the line is about. */
  readonly kind?: "BatchJob" | "WorkerPool";
  readonly namespace?: string;
  readonly name?: string;
  readonly jobUid?: string;
  readonly pool?: string;
  readonly stage?: string;
  /** A document's id. */
  readonly document?: string;
  readonly index?: number;
  readonly try?: number;
  /** One of the closed table of reasons. */
  readonly reason?: string;
  readonly durationMs?: number;
  readonly err?: unknown;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** Which program speaks: `local`, `worker`, `operator`. */
  readonly component: string;
  readonly level: LogLevel;
  /** Default: standard error, so that standard output stays for results. */
  readonly destination?: DestinationStream;
}

const SECRET_KEYS = ["password", "passwd", "secret", "secretKey", "secretAccessKey", "sessionToken", "token", "apiKey", "authorization", "Authorization", "cookie", "credentials", "jwt", "seed"];

/** Keys that hold secrets, at the top and two levels down; headers and env are never logged whole. */
const REDACTED = [...SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), "headers", "*.headers", "env", "*.env"];

export function createLogger({ component, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { component },
    messageKey: "message",
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED, censor: "[hidden]" },
    serializers: { err: serializeError },
  };
  return pino(options, destination ?? pino.destination({ dest: STANDARD_ERROR, sync: true }));
}

const STANDARD_ERROR = 2;
const MAX_CAUSES = 5;

interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

/** Name, message, code, stack and causes, and no other property: clients hang whole requests with headers on their errors. */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: hideUrlSecrets(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: hideUrlSecrets(error.stack) };
  const cause = error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: serializeError(error.cause, depth + 1) };
  return { type: error.name, message: hideUrlSecrets(error.message), ...code, ...stack, ...cause };
}

/** `https://user:password@host/x?X-Amz-Signature=…` → `https://[hidden]@host/x?[hidden]`. */
export function hideUrlSecrets(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'<>]{1,512}@/gi, "$1[hidden]@").replace(/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s?"'<>]{1,2048}\?)[^\s"'<>]+/gi, "$1[hidden]");
}
