/** Gets what is at an address of the web: redirects judged hop by hop, connections kept and bounded, every wait with an end. */
import { Agent, type Dispatcher } from "undici";
import { PermanentError, RetryableError } from "../../errors.ts";
import { describeConnectionFailure, toConnectionFailure } from "../../handlers/http/connection-failure.ts";
import { parseRetryAfter } from "../../handlers/http/retry-after.ts";
import { createGuardedConnector, type LookUpAll } from "./guarded-connector.ts";
import { HostTroubles, waitSecondsAfter } from "./host-troubles.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { parseWebAddress } from "./web-address.ts";
import type { WebRules } from "./web-rules.ts";

export interface WebClientOptions {
  readonly rules: WebRules;
  /** Of the waits; default: 10 s to connect, 30 s for an answer, 30 s without a byte of its body. */
  readonly timeouts?: Partial<WebTimeouts>;
  readonly lookUp?: LookUpAll;
  readonly ca?: string;
}

export interface WebTimeouts {
  readonly connectMs: number;
  readonly answerMs: number;
  readonly idleMs: number;
}

export interface WebRequest {
  /** Attempts on the document, from 1: later ones wait longer. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

export interface WebAnswer {
  readonly host: string;
  readonly attempt: number;
  /** The first of several. */
  readonly header: (name: string) => string | undefined;
  /** Must be read or destroyed. What it throws is for `toWebError`. */
  readonly body: Dispatcher.ResponseData["body"];
}

const TIMEOUTS: WebTimeouts = { connectMs: 10_000, answerMs: 30_000, idleMs: 30_000 };
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Of one process to one host: a polite number. */
const MAX_CONNECTIONS = 8;
/** Below the 5 s after which many servers close an idle connection: a call on one that is being closed fails. */
const KEEP_ALIVE_MS = 4000;
const MAX_KEEP_ALIVE_MS = 60_000;
const MAX_HEADER_BYTES = 32 * 1024;
/** Read to keep the connection; of a longer one the connection is given up. */
const MAX_DISCARDED_BYTES = 16 * 1024;

export class WebClient {
  readonly #rules: WebRules;
  readonly #agent: Agent;
  readonly #troubles = new HostTroubles();

  constructor({ rules, timeouts, lookUp, ca }: WebClientOptions) {
    const { connectMs, answerMs, idleMs } = { ...TIMEOUTS, ...timeouts };
    this.#rules = rules;
    this.#agent = new Agent({
      connect: createGuardedConnector({ rules, timeoutMs: connectMs, ...(lookUp === undefined ? {} : { lookUp }), ...(ca === undefined ? {} : { ca }) }),
      connections: MAX_CONNECTIONS,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: answerMs,
      bodyTimeout: idleMs,
    });
  }

  /** The answer that brings the document. Throws PermanentError, RetryableError or the signal's reason. */
  async get(address: string, request: WebRequest): Promise<WebAnswer> {
    let url = parseWebAddress(address, this.#rules);
    for (let redirects = 0; ; redirects += 1) {
      const { answer, status } = await this.#call(url, request);
      if (!REDIRECTS.has(status)) return this.#judge(answer, status);
      await discard(answer);
      if (redirects === MAX_REDIRECTS) throw new PermanentError("AddressRefused", `${answer.host} is the last of more than ${MAX_REDIRECTS} redirects`);
      url = this.#follow(url, answer);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #call(url: URL, { attempt, signal }: WebRequest): Promise<{ answer: WebAnswer; status: number }> {
    const { host } = url;
    this.#troubles.check(host, attempt);
    try {
      const headers = { accept: "*/*", "accept-encoding": "identity", "user-agent": "ream" };
      const { statusCode, headers: answered, body } = await this.#agent.request({ origin: url.origin, path: `${url.pathname}${url.search}`, method: "GET", headers, signal });
      this.#troubles.noteAnswer(host);
      return { answer: { host, attempt, header: (name) => first(answered[name]), body }, status: statusCode };
    } catch (error) {
      signal.throwIfAborted();
      const judged = toWebError(error, { host, attempt });
      if (judged instanceof RetryableError) this.#troubles.noteFailure(host, judged.message);
      throw judged;
    }
  }

  async #judge(answer: WebAnswer, status: number): Promise<WebAnswer> {
    const retryAfterMs = parseRetryAfter(answer.header("retry-after"), Date.now());
    const problem = judgeAnswer({ host: answer.host, status, retryAfterMs, attempt: answer.attempt });
    if (problem === undefined) return answer;
    await discard(answer);
    throw problem;
  }

  #follow(from: URL, { header, host }: WebAnswer): URL {
    const location = header("location") ?? "";
    const target = URL.parse(location, from.href);
    if (location === "" || target === null) throw new PermanentError("AddressRefused", `${host} redirects to an address that cannot be read`);
    if (from.protocol === "https:" && target.protocol === "http:") throw new PermanentError("BlockedAddress", `${host} redirects to http://, which is not encrypted`);
    return parseWebAddress(target.href, this.#rules);
  }
}

/** What went wrong with a connection, in the worker's terms; other errors stay as they are. */
export function toWebError(error: unknown, { host, attempt }: Pick<WebAnswer, "host" | "attempt">): unknown {
  const permanent = findPermanent(error);
  if (permanent !== undefined) return new PermanentError(permanent.reason, `${host}: ${permanent.message}`, { cause: error });
  if (toConnectionFailure(error) === undefined) return error;
  return new RetryableError("Unavailable", `${host}: ${describeConnectionFailure(error)}`, { cause: error, retryAfterSeconds: waitSecondsAfter(attempt) });
}

/** Of the connector's own, however deep the layers between have put it. */
function findPermanent(error: unknown): PermanentError | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < 4; each = each.cause, depth += 1) if (each instanceof PermanentError) return each;
  return undefined;
}

/** What it says is said by its status. */
async function discard({ body }: WebAnswer): Promise<void> {
  await body.dump({ limit: MAX_DISCARDED_BYTES }).catch(() => undefined);
}

function first(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
