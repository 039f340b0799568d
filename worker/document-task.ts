/** What a process needs to work on one document: plain JSON, because it crosses to child processes. */
import type { JobEntry } from "../contract/wire/job-entry.ts";
import type { DocumentsItem } from "../contract/wire/item.ts";
import type { ManifestDocument } from "../contract/wire/manifest.ts";
import type { Part } from "../contract/wire/outcome.ts";

/** One stage of one job; the same object for all its documents, so that it need not be sent with each. */
export interface StageContext {
  readonly jobUid: string;
  readonly namespace: string;
  readonly jobName: string;
  readonly output: JobEntry["output"];
  /** Place of the stage in the pipeline. */
  readonly stage: number;
  readonly stageNames: readonly string[];
  /** Judged, defaults filled in. */
  readonly options: unknown;
}

export interface PartTask {
  readonly part: Part;
  readonly split: NonNullable<DocumentsItem["split"]>;
}

export interface DocumentTask {
  readonly context: StageContext;
  readonly document: ManifestDocument & { readonly index: number };
  readonly try: number;
  readonly attempt: number;
  readonly part?: PartTask;
  /** A folder that nobody else uses, on the output's file system; made only where something is put into it. */
  readonly scratchPath: string;
}

export function isLastStage(context: StageContext): boolean {
  return context.stage === context.stageNames.length - 1;
}
