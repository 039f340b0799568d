/** A job's entry as its leader writes it, for tests. */
import type { JobEntry } from "../../contract/wire/job-entry.ts";

export function makeEntry(overrides: Partial<JobEntry> = {}): JobEntry {
  return {
    namespace: "default",
    name: "job",
    uid: "job-1",
    state: "run",
    round: 0,
    run: "run-1",
    source: { documents: [{ id: "a" }] },
    pipeline: [{ pool: "only", options: {} }],
    output: { volume: { name: "out" }, deletionPolicy: "Retain", keepIntermediates: false },
    controlSequence: 1,
    ...overrides,
  };
}
