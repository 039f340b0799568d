/** What lies where in an output folder. */
import { join } from "node:path";

export interface OutputLayout {
  /** The output folder itself, canonical. */
  readonly folder: string;
  /** Ream's own state. */
  readonly state: string;
  readonly jobRecord: string;
  /** A folder; see run-lock.ts. */
  readonly lock: string;
  readonly ledger: string;
  /** A ledger that is being begun by an update; renamed to `ledger` once it is whole. */
  readonly nextLedger: string;
  readonly snapshot: string;
  readonly manifests: string;
  /** Folders of single tasks: on the output's file system, so that a finished file is renamed into place. Emptied on start. */
  readonly tasks: string;
  readonly results: string;
  readonly failures: string;
  readonly summary: string;
}

export function toOutputLayout(folder: string): OutputLayout {
  const state = join(folder, ".ream");
  return {
    folder,
    state,
    jobRecord: join(state, "job.json"),
    lock: join(state, "lock"),
    ledger: join(state, "ledger.jsonl"),
    nextLedger: join(state, "ledger.next.jsonl"),
    snapshot: join(state, "snapshot"),
    manifests: join(state, "manifests"),
    tasks: join(state, "tasks"),
    results: join(folder, "results.jsonl"),
    failures: join(folder, "failures.jsonl"),
    summary: join(folder, "summary.json"),
  };
}

/** Names at the top of an output folder that Ream writes whatever the documents are called. */
export const RESERVED_NAMES = ["results.jsonl", "failures.jsonl", "summary.json", ".stages"] as const;
