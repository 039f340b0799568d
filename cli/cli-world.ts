/** What the commands touch of the world around the process: main hands in the real one, tests their own. */
import type { InspectedFolder } from "../local/output-folder.ts";
import type { RunProgress } from "../local/run-progress.ts";
import type { RunJobOptions, RunJobResult } from "../local/run-job-options.ts";
import type { Logger } from "../runtime/logger.ts";
import type { TextSink } from "./progress/progress-display.ts";

export interface CliWorld {
  /** Results. */
  readonly stdout: TextSink;
  /** Progress, notices and errors. */
  readonly stderr: TextSink;
  /** Present where standard error is a terminal that can move its cursor. */
  readonly terminal?: { readonly columns: () => number; readonly isUnicode: boolean };
  /** From now on, signals to the process end the run and no longer the process. */
  readonly listenForSignals: () => RunSignals;
  readonly logger: Logger;
  readonly runJob: (options: RunJobOptions) => Promise<RunJobResult>;
  /** What the ledger of an output folder says, for a run that goes on or was stopped; absent: only finished runs can be shown. */
  readonly readProgress?: (folder: InspectedFolder) => Promise<RunProgress | undefined>;
}

export interface RunSignals {
  /** First Ctrl-C: finish what was started. */
  readonly drain: AbortSignal;
  /** Second Ctrl-C: end now. */
  readonly stop: AbortSignal;
}
