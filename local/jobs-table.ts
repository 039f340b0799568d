/** The jobs bucket in memory: entries are still encoded and decoded, and written with the revision that the writer expects. */
import { decodeJobEntry, encodeJobEntry } from "../contract/wire/codec.ts";
import type { JobEntry } from "../contract/wire/job-entry.ts";
import type { Jobs } from "../worker/ports.ts";

export interface JobsTable extends Jobs {
  /** Stores an entry where the job's revision is still `expectedRevision` (0: none yet); the new revision, or `refused`. */
  readonly put: (entry: JobEntry, expectedRevision: number) => number | "refused";
  readonly revisionOf: (jobUid: string) => number;
  /** Calls back after each change of any entry; returns what ends it. */
  readonly watch: (onChange: (entry: JobEntry) => void) => () => void;
}

export function createJobsTable(): JobsTable {
  const entries = new Map<string, { readonly entry: JobEntry; readonly revision: number }>();
  const watchers = new Set<(entry: JobEntry) => void>();
  const revisionOf = (jobUid: string): number => entries.get(jobUid)?.revision ?? 0;
  return {
    get: (jobUid) => entries.get(jobUid)?.entry,
    revisionOf,
    put: (entry, expectedRevision) => {
      if (revisionOf(entry.uid) !== expectedRevision) return "refused";
      const stored = throughTheWire(entry);
      entries.set(entry.uid, { entry: stored, revision: expectedRevision + 1 });
      for (const onChange of watchers) onChange(stored);
      return expectedRevision + 1;
    },
    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
  };
}

function throughTheWire(entry: JobEntry): JobEntry {
  const decoded = decodeJobEntry(encodeJobEntry(entry));
  if (!decoded.ok) throw new TypeError(`the job entry of ${entry.name} cannot be encoded: ${decoded.problem}`);
  return decoded.value;
}
