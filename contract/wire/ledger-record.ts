/** One stored message of a job's ledger, decoded: what the fold takes, in stream order. */
import type { ControlMessage } from "./control.ts";
import type { OutcomesMessage } from "./outcome.ts";

/** Bytes that are no message of ours: counted, set aside, stopping nothing. */
export interface Garbage {
  readonly kind: "garbage";
  readonly problem: string;
}

/** A message of a version that this program does not know: the job halts with a condition. */
export interface UnknownVersion {
  readonly kind: "unknownVersion";
  readonly version: number;
}

export type LedgerBody = OutcomesMessage | ControlMessage | Garbage | UnknownVersion;

export interface LedgerRecord {
  /** Place in the stream; rises, with gaps. */
  readonly sequence: number;
  /** The server's timestamp: milliseconds since 1970. */
  readonly timeMs: number;
  readonly body: LedgerBody;
}
