/** Where finalize looks at outputs and leaves its files: a small port of the output's store. */

/** A file that appears under its name whole, or not at all. */
export interface PendingFile {
  /** Appends; resolves when more may be written. */
  readonly write: (text: string) => Promise<void>;
  /** Durable, but not under its name yet. */
  readonly finish: () => Promise<void>;
  /** Puts it in the place of an older one. Call `finish` before. */
  readonly publish: () => Promise<void>;
  /** Leaves nothing behind; may be called after a failure, and more than once. */
  readonly discard: () => Promise<void>;
}

/** Names are relative to the output. Errors of the store are RetryableError OutputUnwritable or UnavailableError. */
export interface ResultsStore {
  readonly create: (name: string) => Promise<PendingFile>;
  /** Undefined where there is no such file. */
  readonly bytesOf: (name: string) => Promise<number | undefined>;
  readonly sha256Of: (name: string) => Promise<string | undefined>;
  /** Files that are not there are no error. */
  readonly remove: (name: string) => Promise<void>;
  /** Removes folders under `.stages/` that have become empty. */
  readonly removeEmptyStages: () => Promise<void>;
}
