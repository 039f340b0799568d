/** One service, by HTTP: connections that are kept and bounded, no redirects, every wait with an end. */
import type { Readable } from "node:stream";
import { Pool } from "undici";
import { UnavailableError } from "../../errors.ts";
import type { RequestBody } from "./request-body.ts";

export interface ServiceRequest {
  readonly body: RequestBody;
  readonly headers: Readonly<Record<string, string>>;
  /** The signal ends the call then; undici's own timers, which are coarse, hold behind it. */
  readonly timeoutMs: number;
  /** Ends connecting, sending and reading. */
  readonly signal: AbortSignal;
}

export interface ServiceAnswer {
  readonly status: number;
  /** The first of several. */
  readonly header: (name: string) => string | undefined;
  readonly body: Readable;
}

/** As many as a worker may have slots, so that no call waits in a queue unseen. */
const MAX_CONNECTIONS = 256;
const CONNECT_TIMEOUT_MS = 10_000;
/** Below the 5 s after which many servers close an idle connection: a call on one that is being closed fails. */
const KEEP_ALIVE_MS = 4000;
const MAX_KEEP_ALIVE_MS = 60_000;
const TIMER_MARGIN_MS = 1000;
const MAX_HEADER_BYTES = 32 * 1024;

export class ServiceClient {
  /** Host and port: all of the address that may stand in logs and messages. */
  readonly host: string;
  readonly #pool: Pool;
  readonly #path: string;

  /** Throws UnavailableError for an address that cannot be called. */
  constructor(address: string) {
    const url = parseAddress(address);
    this.host = url.host;
    this.#path = `${url.pathname}${url.search}`;
    this.#pool = new Pool(url.origin, {
      connections: MAX_CONNECTIONS,
      pipelining: 1,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  /** The answer's body must be read or destroyed. Throws what undici throws. */
  async post({ body, headers, timeoutMs, signal }: ServiceRequest): Promise<ServiceAnswer> {
    const { statusCode, headers: answered, body: stream } = await this.#pool.request({
      method: "POST",
      path: this.#path,
      headers: { accept: "*/*", "user-agent": "ream", ...body.headers, ...headers, "content-length": String(body.bytes) },
      body: body.open(),
      headersTimeout: timeoutMs + TIMER_MARGIN_MS,
      bodyTimeout: timeoutMs + TIMER_MARGIN_MS,
      signal,
    });
    return { status: statusCode, header: (name) => first(answered[name]), body: stream };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}

function parseAddress(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UnavailableError("the pool's http.url must be an address that begins with http:// or https://");
  if (url.username !== "" || url.password !== "") throw new UnavailableError("the pool's http.url must not hold a user or password: use http.headersFrom with the header Authorization");
  return url;
}
