/** What a file ledger does to its file, apart from reading: a disk that fails can be put here. */
import type { FileHandle } from "node:fs/promises";

export interface AppendTarget {
  /** Appends all of it, or throws. */
  readonly write: (bytes: Buffer) => Promise<void>;
  /** Resolves after everything written is on the disk. */
  readonly sync: () => Promise<void>;
  readonly truncate: (bytes: number) => Promise<void>;
}

/** `file` was opened for appending. */
export function createAppendTarget(file: FileHandle): AppendTarget {
  return {
    write: (bytes) => writeAll(file, bytes),
    sync: () => file.datasync(),
    truncate: (bytes) => file.truncate(bytes),
  };
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  // A nearly full disk takes a part first, and refuses the rest.
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
}
