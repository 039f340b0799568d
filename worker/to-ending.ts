/** The only place where errors become endings. */
import { MAX_MESSAGE_CHARACTERS } from "../contract/wire/outcome.ts";
import { type DocumentEnding, STOPPED } from "./document-ending.ts";
import { PermanentError, RetryableError, UnavailableError } from "./errors.ts";
import { DocumentTimeoutError, WorkerStoppedError } from "./stop-reasons.ts";

/** An aborted signal explains whatever was thrown. */
export function toEnding(error: unknown, signal?: AbortSignal): DocumentEnding {
  if (signal?.aborted === true) return ofAbort(signal.reason);
  if (error instanceof PermanentError) return { ending: "Rejected", reason: error.reason, message: toMessage(error) };
  if (error instanceof RetryableError) return ofRetryable(error);
  if (error instanceof UnavailableError || isOfMachine(error)) return { ending: "Unavailable", message: toMessage(error) };
  return { ending: "Failed", reason: "HandlerError", message: toMessage(error) };
}

/** One bounded line, without control characters: it ends up in status, events and terminals. */
export function toMessage(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, 2 * MAX_MESSAGE_CHARACTERS).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim().slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed();
}

function ofAbort(reason: unknown): DocumentEnding {
  if (reason instanceof DocumentTimeoutError) return { ending: "Failed", reason: "Timeout", message: toMessage(reason) };
  return reason instanceof WorkerStoppedError ? STOPPED : { ending: "Failed", reason: "HandlerError", message: toMessage(reason) };
}

function ofRetryable(error: RetryableError): DocumentEnding {
  const { reason, retryAfterSeconds } = error;
  if (retryAfterSeconds === undefined || !(retryAfterSeconds > 0)) return { ending: "Failed", reason, message: toMessage(error) };
  return { ending: "Failed", reason, message: toMessage(error), retryAfterSeconds: Math.ceil(Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS)) };
}

/** The other side is not always serious. */
const MAX_RETRY_AFTER_SECONDS = 86_400;

/** A full disk and a used-up table of files are no document's fault, so they cost no attempt. */
const MACHINE_CODES = new Set(["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "ENOMEM", "EAGAIN"]);

function isOfMachine(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && MACHINE_CODES.has(error.code);
}
