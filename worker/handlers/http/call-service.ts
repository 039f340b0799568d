/** Calls the service for one document until it has taken or refused it, or the time to wait is over. */
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import { pause } from "../../backoff.ts";
import { PermanentError, UnavailableError } from "../../errors.ts";
import type { HandlerTask } from "../handler.ts";
import type { CircuitPass } from "./circuit.ts";
import { concludeCall } from "./conclude-call.ts";
import type { Received } from "./receive.ts";
import type { RequestBody } from "./request-body.ts";
import { send, type SendEnd } from "./send.ts";
import { type Service, withHost } from "./service.ts";

/** Of the document's time, what waiting may take. Then it is given back: a slot should not be held for long. */
const WAITING_SHARE = 0.5;
const MAX_WAITING_MS = 30_000;
/** Of the document's time, when a call must have ended: the worker itself ends it at the whole of it. */
const CALLING_SHARE = 0.9;
const MIN_CALL_MS = 100;
const MAX_CALLS = 100;
const FIRST_UNREACHED_PAUSE_MS = 50;
const LONGEST_UNREACHED_PAUSE_MS = 2000;

/** Throws PermanentError, RetryableError or UnavailableError, or the signal's reason. */
export async function callService(service: Service, task: HandlerTask<HttpOptions>, body: RequestBody): Promise<Received> {
  const startMs = performance.now();
  const waitUntilMs = startMs + Math.min(MAX_WAITING_MS, service.documentTimeoutMs * WAITING_SHARE);
  const endMs = startMs + service.documentTimeoutMs * CALLING_SHARE;
  for (let calls = 0; calls < MAX_CALLS; calls++) {
    const pass = await enter(service, task.signal, waitUntilMs);
    const timeoutMs = Math.min(endMs - performance.now(), (task.options.timeoutSeconds ?? Infinity) * 1000);
    const end = await sendWith(pass, service, { task, body, timeoutMs: Math.ceil(Math.max(MIN_CALL_MS, timeoutMs)) });
    const received = concludeCall(end, { service, task, pass });
    if (received !== undefined) return received;
    if (end.end === "unreached") await pause(unreachedPauseMs(calls, waitUntilMs), task.signal);
  }
  throw new UnavailableError(withHost(service, `it was called ${MAX_CALLS} times for this document, and took none of the calls`));
}

function unreachedPauseMs(calls: number, waitUntilMs: number): number {
  const grownMs = Math.min(LONGEST_UNREACHED_PAUSE_MS, FIRST_UNREACHED_PAUSE_MS * 2 ** calls);
  return Math.max(0, Math.min(grownMs, waitUntilMs - performance.now()));
}

async function enter(service: Service, signal: AbortSignal, waitUntilMs: number): Promise<CircuitPass> {
  try {
    return await service.gate.enter({ signal, patienceMs: waitUntilMs - performance.now() });
  } catch (error) {
    if (error instanceof UnavailableError) throw new UnavailableError(withHost(service, error.message));
    throw error;
  }
}

/** However it ends, the pass is given back: here for what is thrown, by `concludeCall` for the rest. */
async function sendWith(pass: CircuitPass, { client, secretHeaders, gate }: Service, sending: { task: HandlerTask<HttpOptions>; body: RequestBody; timeoutMs: number }): Promise<SendEnd> {
  try {
    return await send({ client, secretHeaders, ...sending });
  } catch (error) {
    // An answer that is too large is one; otherwise the call was ended from here.
    gate.leave(pass, error instanceof PermanentError && error.reason === "InvalidResult" ? "answered" : "unknown");
    throw error;
  }
}
