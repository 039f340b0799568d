/** What to say of a document whose process has ended under it. */
import type { DocumentEnding } from "../document-ending.ts";
import { toMessage } from "../to-ending.ts";

export interface Crash {
  readonly code: number | null;
  readonly signal: string | null;
  /** The error that nobody caught, where the process could still say it. */
  readonly lastWords: string;
  readonly stderr: string;
}

export function describeCrash({ code, signal, lastWords, stderr }: Crash): DocumentEnding {
  // V8 aborts when the JavaScript heap is full, before the parent has seen how large the process is.
  if (stderr.includes("heap out of memory")) return { ending: "Failed", reason: "OutOfMemory", message: "the handler's process ran out of JavaScript heap" };
  const how = signal === null ? `with exit code ${code ?? "unknown"}` : `by ${signal}${hintOf(signal)}`;
  return { ending: "Failed", reason: "HandlerCrashed", message: toMessage(`the handler's process ended ${how}${lastWords === "" ? "" : `: ${lastWords}`}`) };
}

function hintOf(signal: string): string {
  return signal === "SIGKILL" ? " (not sent by the worker; the system may have run out of memory)" : "";
}
