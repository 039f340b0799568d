/** What a file ledger does to its file, apart from reading: a disk that fails can be put here. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

export interface AppendTarget {
  /** Appends all of it, or throws. */
  readonly write: (bytes: Buffer) => Promise<void>;
  /** Resolves after everything written is on the disk. */
  readonly sync: () => Promise<void>;
  readonly truncate: (bytes: number) => Promise<void>;
}

/**
 * On Linux a write is on the disk when it returns (O_DSYNC): what else takes two calls, with the main thread in between, goes
 * on while the main thread works on the next documents. Elsewhere a sync follows; on macOS only that reaches the medium.
 */
const WRITES_THROUGH = process.platform === "linux";
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (WRITES_THROUGH ? constants.O_DSYNC : 0);

/** For reading and appending; made where there is none. */
export function openForAppending(path: string): Promise<FileHandle> {
  return open(path, FLAGS);
}

/** `file` was opened with openForAppending. */
export function createAppendTarget(file: FileHandle): AppendTarget {
  return {
    write: (bytes) => writeAll(file, bytes),
    sync: () => (WRITES_THROUGH ? Promise.resolve() : file.datasync()),
    truncate: (bytes) => file.truncate(bytes),
  };
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  // A nearly full disk takes a part first, and refuses the rest.
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
}
