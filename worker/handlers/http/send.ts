/** One call for one document, and how it ended, as a value. */
import { errors } from "undici";
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import { PermanentError, UnavailableError } from "../../errors.ts";
import type { HandlerTask } from "../handler.ts";
import { describeConnectionFailure, toConnectionFailure } from "./connection-failure.ts";
import { excerptOf } from "./excerpt.ts";
import { judgeStatus, type StatusVerdict } from "./judge-status.ts";
import { readBounded } from "./read-bounded.ts";
import { receive, type Received } from "./receive.ts";
import type { RequestBody } from "./request-body.ts";
import { parseRetryAfter } from "./retry-after.ts";
import type { SecretHeaders } from "./secret-headers.ts";
import type { ServiceAnswer, ServiceClient } from "./service-client.ts";

export type SendEnd =
  | { readonly end: "taken"; readonly received: Received }
  /** `message`: the status, and what the service said. */
  | { readonly end: Exclude<StatusVerdict, "taken">; readonly status: number; readonly message: string; readonly retryAfterMs?: number }
  | { readonly end: "unreached" | "timeout" | "reset"; readonly message: string };

export interface Sending {
  readonly client: ServiceClient;
  readonly secretHeaders: SecretHeaders;
  readonly task: HandlerTask<HttpOptions>;
  readonly body: RequestBody;
  readonly timeoutMs: number;
}

/** Throws only the signal's reason, PermanentError for an answer that is too large and a file that was changed, and errors that are not the service's. */
export async function send(sending: Sending): Promise<SendEnd> {
  const { task, timeoutMs } = sending;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const headers = await sending.secretHeaders.read();
    const answer = await sending.client.post({ body: sending.body, headers, timeoutMs, signal: AbortSignal.any([task.signal, timeout]) });
    const verdict = judgeStatus(answer.status);
    return verdict === "taken" ? { end: "taken", received: await receive(answer, task) } : await hear(answer, verdict, sending.secretHeaders);
  } catch (error) {
    task.signal.throwIfAborted();
    if (timeout.aborted) return { end: "timeout", message: `it gave no whole answer within ${Math.round(timeoutMs / 1000)} s` };
    return toFailedSend(error);
  }
}

function toFailedSend(error: unknown): SendEnd {
  if (error instanceof errors.RequestContentLengthMismatchError) throw new PermanentError("SourceChanged", "the document's file was changed while it was sent");
  if (error instanceof UnavailableError) return { end: "misconfigured", status: 0, message: error.message };
  const failure = toConnectionFailure(error);
  if (failure === undefined) throw error;
  return { end: failure === "unreached" ? "unreached" : "reset", message: describeConnectionFailure(error) };
}

const MAX_HEARD_BYTES = 8 * 1024;

async function hear(answer: ServiceAnswer, verdict: Exclude<StatusVerdict, "taken">, secrets: SecretHeaders): Promise<SendEnd> {
  const { status, header, body } = answer;
  const { bytes } = await readBounded(body, MAX_HEARD_BYTES).catch(() => ({ bytes: Buffer.alloc(0) }));
  const said = secrets.hideIn(excerptOf(bytes)) || HINTS[status] || (status < 400 ? REDIRECT_HINT : "");
  const retryAfterMs = parseRetryAfter(header("retry-after"), Date.now());
  return { end: verdict, status, message: `it answered ${status}${said === "" ? "" : `: ${said}`}`, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

const REDIRECT_HINT = "redirects are not followed; the pool's http.url must be the address itself";
const HINTS: Readonly<Record<number, string>> = {
  401: "it does not accept the credentials; check the pool's http.headersFrom and the Secret",
  407: "a proxy asks for credentials",
};
