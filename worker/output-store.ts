/** Where a job's results go, as the worker's own process needs it; children only write into their scratch folders. */
import type { JobEntry } from "../contract/wire/job-entry.ts";

export interface OutputStore {
  /** Absolute, on the output's file system; tasks get folders of their own in it. Swept by whoever starts the worker. */
  readonly scratchFolder: string;
  /**
   * Puts files into place, in order, each instead of what was there; durable when it resolves. Throws RetryableError
   * (OutputUnwritable) or UnavailableError; what was put into place before stays.
   */
  readonly commit: (files: readonly CommittedFile[]) => Promise<void>;
}

export interface CommittedFile {
  /** Where it is now, under scratchFolder; not there any more afterwards. */
  readonly path: string;
  /** Relative to the output, with `/` between folders. */
  readonly name: string;
}

/** Called for every stage of a job that a worker meets; throws UnavailableError where the worker cannot reach that output. */
export type OpenOutput = (job: Pick<JobEntry, "namespace" | "name" | "uid" | "output">) => OutputStore;
