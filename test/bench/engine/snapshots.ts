/** How long a leader needs to keep a job's state, and to have it again: halfway, with retries, splits and a full window. */
import { JobAdmission } from "../../../engine/admission/job-admission.ts";
import { decodeSnapshot, encodeSnapshot } from "../../../engine/ledger/snapshot.ts";
import { type Measured, collectYoung, toMeasured } from "../measure.ts";
import { RETRY } from "./bench-job.ts";
import type { MadeLedger } from "./made-ledger.ts";
import { foldRange } from "./memory.ts";
import { LeaderReplay } from "./throughput.ts";

export interface SnapshotCost {
  readonly bytes: number;
  readonly splits: number;
  readonly snapshotMs: Measured;
  /** With the admission that is worked out from the state. */
  readonly restoreMs: Measured;
}

const ROUNDS = 7;

export function measureSnapshots(ledger: MadeLedger): SnapshotCost {
  const replay = new LeaderReplay(ledger);
  foldRange(replay, ledger, { from: 0, to: ledger.messages.length >> 1 });
  const { state } = replay.job;
  const bytes = encodeSnapshot(state, "");
  if (!Buffer.from(encodeSnapshot(restore(bytes).state, "")).equals(bytes)) throw new Error("a restored state is not the one that was kept");
  const snapshotMs = repeat(() => encodeSnapshot(state, ""));
  return { bytes: bytes.length, splits: state.documents?.splits.size ?? 0, snapshotMs, restoreMs: repeat(() => restore(bytes)) };
}

function restore(bytes: Uint8Array): JobAdmission {
  const restored = decodeSnapshot(bytes);
  if (restored === undefined) throw new Error("a snapshot cannot be restored");
  return new JobAdmission(restored.state, RETRY);
}

function repeat(work: () => unknown): Measured {
  return toMeasured(Array.from({ length: ROUNDS }, () => timed(work)));
}

function timed(work: () => unknown): number {
  collectYoung();
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}
