/**
 * What a worker needs of the world. Memory and file adapters are in `local/`; every adapter passes the port's suite in
 * `test/conformance/`. Messages cross these ports encoded: the codec is the only reader and writer of bytes.
 */
import type { JobEntry } from "../contract/wire/job-entry.ts";

/** One item in the hands of one slot. */
export interface Delivery {
  /** Encoded WorkItem. */
  readonly data: string;
  /** Stream sequence: the item's identity in the queue. */
  readonly sequence: number;
  /** It was delivered before: never run it, hand it back as Lost. */
  readonly redelivered: boolean;
}

/** A pool's items, each held by one slot until it is acked or its lease runs out. */
export interface WorkQueue {
  /** Waits for the next item; undefined once `signal` is aborted. */
  readonly pull: (signal: AbortSignal) => Promise<Delivery | undefined>;
  /** Removes the item. Fences nothing: a stale ack is confirmed as well. Only `settle.ts` calls this. */
  readonly ack: (sequence: number) => Promise<void>;
  /** How a thread says `working()` for this queue without the main thread: see `heartbeat/`. */
  readonly heartbeatTarget: HeartbeatTarget;
}

/**
 * Where a heartbeat thread sends `working()`: `module` exports `connect(data): (sequence: number) => void`, and is imported
 * in the thread with the structured-cloneable `data`.
 */
export interface HeartbeatTarget {
  readonly module: string;
  readonly data: unknown;
}

/** Proof that a message is stored, durably. */
export interface PubAck {
  readonly sequence: number;
}

/** A job's outcomes subject. */
export interface OutcomeLedger {
  /** Stores one encoded outcomes message; resolves after it is durable. Throws UnavailableError when it may or may not be stored. */
  readonly append: (jobUid: string, message: string) => Promise<PubAck>;
}

/** The workers' copy of the jobs bucket, kept current by a watch. */
export interface Jobs {
  readonly get: (jobUid: string) => JobEntry | undefined;
}

/** A job's manifest pages and index, encoded, under a run id. */
export interface Manifests {
  /** Undefined when it is not there. */
  readonly read: (jobUid: string, run: string, page: number | "index") => Promise<string | undefined>;
  readonly write: (jobUid: string, run: string, page: number | "index", data: string) => Promise<void>;
}

/** How well the worker hears the broker; a queue in its own process needs none. */
export interface Contact {
  /** Milliseconds since the broker last answered anything. */
  readonly sinceAnswerMs: () => number;
  /** Nothing is stored after more silence than this: the item may be another worker's by now (its lease, less 5 s). */
  readonly maxSilenceToStoreMs: number;
}
