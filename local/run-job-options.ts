/** What a run in one process tree is given, and what it comes to. */
import type { BatchJob } from "../contract/api/batch-job.ts";
import type { WorkerPool } from "../contract/api/worker-pool.ts";
import type { Reason } from "../contract/reasons.ts";
import type { Logger } from "../runtime/logger.ts";
import type { WebRules } from "../worker/sources/https/web-rules.ts";
import type { OutputFolder } from "./output-folder.ts";
import type { RunProgress } from "./run-progress.ts";
import type { RunRemarks } from "./run-summary.ts";

export interface RunJobOptions {
  /** Its output is the volume OUTPUT_VOLUME. */
  readonly job: BatchJob;
  /** One for each pool that the pipeline names. */
  readonly pools: readonly WorkerPool[];
  /** Volume name → canonical folder; INPUT_VOLUME and OUTPUT_VOLUME are among them where they are used. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Secret name → folder with a file for each key; absent: none. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** What may be called for documents and manifests; absent: no more than the public web, encrypted. */
  readonly web?: WebRules;
  /** Opened and locked for this run; whoever opened it closes it, after the run. */
  readonly outputFolder: OutputFolder;
  /** Slots of all pools together; default: one a core. */
  readonly workers?: number;
  /** Look at the source again and start a new manifest, taking over what has not changed. */
  readonly update: boolean;
  /** Open a new round over documents that failed, for any of these reasons or, where empty, for any. */
  readonly retryFailed?: { readonly reasons: readonly Reason[] };
  /** Aborted: finish the documents in hand, start nothing, end. */
  readonly drainSignal: AbortSignal;
  /** Aborted: end at once. */
  readonly stopSignal: AbortSignal;
  /** Called as often as the loop likes; whoever displays it keeps its own pace. */
  readonly onProgress: (progress: RunProgress) => void;
  /** For people: `12 new, 3 changed since`, `going on where the run before stopped`. One sentence, no document text. */
  readonly onNotice: (notice: string) => void;
  readonly logger: Logger;
}

/** Why a run ended before its documents did. */
export type StopReason = "drained" | "stopped" | "diskFull" | "ledgerUnwritable" | "outputUnwritable" | "taskFailed" | "suspendedByPolicy";

export interface CompletedRun {
  readonly outcome: "completed";
  readonly progress: RunProgress;
  readonly durationMs: number;
  readonly summaryPath: string;
  /** Documents that had ended in an earlier run. */
  readonly endedBefore: number;
  /** What is wrong where the files do not say what the ledger says; absent where they do. */
  readonly countsProblem?: string;
  readonly remarks?: RunRemarks;
}

export type RunJobResult =
  /** Every document has ended and the files are written. */
  | CompletedRun
  /** Run again to go on. */
  | { readonly outcome: "stopped"; readonly progress: RunProgress; readonly durationMs: number; readonly reason: StopReason; readonly message: string }
  /** The job itself is wrong: its manifest is empty, cannot be read, or has ids twice. `message` names the place. */
  | { readonly outcome: "rejected"; readonly message: string };

/** The volume that a job's results are written to in local mode. */
export const OUTPUT_VOLUME = "ream-output";
/** The volume of `ream run --pipeline … DIR`. */
export const INPUT_VOLUME = "ream-input";
