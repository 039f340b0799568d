/** What a status says of a document. Pure. */
import { PermanentError, RetryableError } from "../../errors.ts";
import { waitSecondsAfter } from "./host-troubles.ts";

export interface AnswerFacts {
  readonly host: string;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly attempt: number;
}

const GONE = new Set([404, 410]);
const FORBIDDEN = new Set([401, 403, 451]);
const LATER = new Set([408, 425, 429]);
/** The server says itself that it is not there now, and not that it failed at this document. */
const DOWN = new Set([502, 503, 504]);
const NOTHING_IN_IT = new Set([204, 205]);

/** Undefined for an answer that brings the document. */
export function judgeAnswer(facts: AnswerFacts): PermanentError | RetryableError | undefined {
  const { host, status } = facts;
  const said = `${host} answered ${status}`;
  if (status === 200 || status === 203) return undefined;
  if (NOTHING_IN_IT.has(status)) return new PermanentError("Empty", `${said}: there is nothing in the document`);
  if (GONE.has(status)) return new PermanentError("NotFound", `${said}: there is no such document`);
  if (FORBIDDEN.has(status)) return new PermanentError("Forbidden", `${said}: it does not give the document to this worker; a signed address may have run out`);
  if (LATER.has(status) || status >= 500 || status < 300) return new RetryableError("Unavailable", said, waitOf(facts));
  return new PermanentError("AddressRefused", said);
}

function waitOf({ status, retryAfterMs, attempt }: AnswerFacts): { retryAfterSeconds?: number } {
  if (retryAfterMs !== undefined) return { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  return LATER.has(status) || DOWN.has(status) ? { retryAfterSeconds: waitSecondsAfter(attempt) } : {};
}
