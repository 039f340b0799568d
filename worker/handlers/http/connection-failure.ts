/** What an error of the connection says of the service. */

/** unreached: no call can have arrived. broken: it may have, and no whole answer came back. */
export type ConnectionFailure = "unreached" | "broken";

const UNREACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "EADDRNOTAVAIL", "UND_ERR_CONNECT_TIMEOUT"]);
const BROKEN = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_HEADERS_OVERFLOW", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);
/** Of TLS: the other side is not who it should be, or cannot say so. */
const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_OSSL|HOSTNAME_MISMATCH)/;
/** Of the parser: what answers does not speak HTTP. */
const PARSER = /^HPE_/;

/** Undefined for an error that is none of the connection. */
export function toConnectionFailure(error: unknown): ConnectionFailure | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (UNREACHED.has(code) || TLS.test(code)) return "unreached";
  return BROKEN.has(code) || PARSER.test(code) ? "broken" : undefined;
}

/** Without the addresses and buffers that such errors carry. */
export function describeConnectionFailure(error: unknown): string {
  const code = codeOf(error) ?? "";
  if (TLS.test(code)) return `its certificate is not accepted (${code}); for an authority of your own, set NODE_EXTRA_CA_CERTS in the pool's env`;
  return TEXTS[code] ?? `the connection failed (${code})`;
}

const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name cannot be looked up now",
  UND_ERR_CONNECT_TIMEOUT: "it did not accept a connection in time",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed while the document was sent",
  UND_ERR_SOCKET: "the connection was closed before the answer",
  UND_ERR_HEADERS_TIMEOUT: "it gave no answer in time",
  UND_ERR_BODY_TIMEOUT: "its answer stopped coming",
};

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  // Several addresses of one name, each with an error of its own.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : codeOf(error.cause);
}
