/**
 * What follows from the end of a call, for the document and for the service. What costs an attempt, and what does not:
 *
 * | how a call ended                   | the document                                      | the circuit                   |
 * | ---------------------------------- | ------------------------------------------------- | ----------------------------- |
 * | 2xx                                | Succeeded                                         | closes                        |
 * | 429, 503                           | is called for again; given back after a while     | closes at 429, counts 503     |
 * | not reached                        | the same                                          | counts                        |
 * | reset, timeout, 408, 425, 502, 504 | given back; Failed when it is the document's doing | counts, unless it is          |
 * | other 5xx                          | Failed                                            | counts in the first attempt   |
 * | 401, 407, redirect                 | given back                                        | counts                        |
 * | other 4xx                          | Rejected                                          | closes                        |
 *
 * Later attempts at a document that failed say something of the document, and nothing of the service.
 */
import { assertNever } from "../../../contract/assert-never.ts";
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import { PermanentError, RetryableError, UnavailableError } from "../../errors.ts";
import type { HandlerTask } from "../handler.ts";
import type { CallVerdict, CircuitPass } from "./circuit.ts";
import type { Received } from "./receive.ts";
import type { SendEnd } from "./send.ts";
import { type Service, withHost } from "./service.ts";

export interface Called {
  readonly service: Service;
  readonly task: HandlerTask<HttpOptions>;
  readonly pass: CircuitPass;
}

type Untaken = Exclude<SendEnd, { end: "taken" }>;

/** Gives the pass back. Undefined: call again. Throws PermanentError, RetryableError or UnavailableError. */
export function concludeCall(end: SendEnd, called: Called): Received | undefined {
  if (end.end === "taken") {
    noteAnswered(called);
    return end.received;
  }
  const error = judge(end, called);
  if (error === undefined) return undefined;
  throw error;
}

function judge(end: Untaken, called: Called): Error | undefined {
  const { service } = called;
  switch (end.end) {
    case "rejected":
      noteAnswered(called);
      return new PermanentError("RejectedByHandler", withHost(service, end.message));
    case "failed":
      return judgeFailed(end, called);
    case "later":
      return judgeLater(end, called);
    case "unreached":
      leave(called, "away", end.message);
      return undefined;
    case "misconfigured":
      service.secretHeaders.forget();
      leave(called, "away", end.message);
      return new UnavailableError(withHost(service, end.message));
    case "broken":
    case "reset":
    case "timeout":
      return judgeBroken(end, called);
    default:
      return assertNever(end);
  }
}

function noteAnswered(called: Called): void {
  const { gate, blame } = called.service;
  leave(called, "answered");
  gate.noteTaken();
  blame.noteAnswer(toKey(called));
}

type Told = Extract<Untaken, { status: number }>;

function judgeFailed({ message, retryAfterMs }: Told, called: Called): Error {
  leave(called, called.task.attempt === 1 ? "failing" : ofDocument(called), message);
  const after = retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  return new RetryableError("HandlerError", withHost(called.service, message), after);
}

function judgeLater({ status, message, retryAfterMs }: Told, called: Called): Error | undefined {
  const { gate, blame, log, client } = called.service;
  leave(called, status === TOO_MANY_REQUESTS ? "answered" : "away", message);
  if (gate.pause(retryAfterMs, message)) log.info({ service: client.host, problem: message }, "the service wants no calls for now");
  const blamed = blame.judge(toKey(called), { kind: "refused", nowMs: performance.now() });
  if (blamed === "service") return undefined;
  return new RetryableError("HandlerError", withHost(called.service, `${message} (again and again for this document, while it took others)`));
}

const TOO_MANY_REQUESTS = 429;

function judgeBroken({ end, message }: Untaken, called: Called): Error {
  const isDocuments = called.service.blame.judge(toKey(called), { kind: "broken", nowMs: performance.now() }) === "document";
  leave(called, isDocuments ? ofDocument(called) : "away", message);
  if (!isDocuments) return new UnavailableError(withHost(called.service, message));
  return new RetryableError(end === "timeout" ? "Timeout" : "HandlerError", withHost(called.service, message));
}

/** A probe that fails has shown nothing good, whoever is to blame. */
function ofDocument({ pass }: Called): CallVerdict {
  return pass.isProbe ? "failing" : "unknown";
}

function leave({ service, pass }: Called, verdict: CallVerdict, problem?: string): void {
  service.gate.leave(pass, verdict, problem);
}

function toKey({ task: { document } }: Called): string {
  return `${document.index} ${document.id}`;
}
