/** The last snapshot of a job's state. It only saves time: whoever cannot read it replays the ledger. */
import { rm } from "node:fs/promises";
import { readFileBounded } from "./read-file-bounded.ts";
import { writeFileDurably } from "./write-file-durably.ts";

export interface Snapshots {
  /** Replaces the one before; readers see either of them whole. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Undefined when there is none, or it cannot be read. */
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly remove: () => Promise<void>;
}

/** 16 bytes a document, for 16 million documents and some. */
const MAX_SNAPSHOT_BYTES = 512 * 1024 * 1024;

export function createSnapshotFile(path: string): Snapshots {
  return {
    write: (bytes) => writeFileDurably(path, bytes),
    read: () => readFileBounded(path, MAX_SNAPSHOT_BYTES).catch(() => undefined),
    remove: () => rm(path, { force: true }),
  };
}
