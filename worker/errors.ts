/** The three ways in which work on a document may end badly, and nothing else crosses a port of the worker. */
import type { Reason } from "../contract/reasons.ts";

/** The document is at fault and will be tomorrow: Rejected. */
export class PermanentError extends Error {
  readonly reason: Reason;
  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PermanentError";
    this.reason = reason;
  }
}

/** Another try may do better: Failed, an attempt is spent. */
export class RetryableError extends Error {
  readonly reason: Reason;
  readonly retryAfterSeconds: number | undefined;
  constructor(reason: Reason, message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options);
    this.name = "RetryableError";
    this.reason = reason;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}

/** Neither document nor handler is at fault: a source, store or service does not answer. The document is given back. */
export class UnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UnavailableError";
  }
}
