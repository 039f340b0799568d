/** How work on one document ended, before anything of it is recorded: plain JSON, because children send it. */
import type { Reason } from "../contract/reasons.ts";
import type { Json } from "../contract/wire/outcome.ts";

/** A file in the task's scratch folder, hashed, and to become an output. */
export interface StagedFile {
  /** Relative to the task's scratch folder. */
  readonly file: string;
  /** Goes behind the document's id. */
  readonly suffix: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What was read, if that was reached. */
export interface InputFacts {
  readonly input?: { readonly bytes: number; readonly sha256: string };
}

export interface SucceededEnding extends InputFacts {
  readonly ending: "Succeeded";
  /** In the order in which they are to be put into place; empty when nothing was written. */
  readonly files: readonly StagedFile[];
  /** Only where it may ride in the outcome. */
  readonly result?: Json;
  readonly engine?: string;
  /** Id of a document with the same bytes, whose result this is. */
  readonly reusedFrom?: string;
  /** Names of what somebody should look at. */
  readonly warnings?: readonly string[];
}

export type DocumentEnding =
  | SucceededEnding
  | (InputFacts & { readonly ending: "Skipped"; readonly message: string })
  | (InputFacts & { readonly ending: "Split"; readonly parts: number; readonly pagesPerPart: number; readonly pages: number })
  | (InputFacts & { readonly ending: "Failed"; readonly reason: Reason; readonly message: string; readonly retryAfterSeconds?: number })
  | (InputFacts & { readonly ending: "Rejected"; readonly reason: Reason; readonly message: string })
  /** A source, store or service does not answer: given back. */
  | { readonly ending: "Unavailable"; readonly message: string }
  /** This worker cannot run the handler: given back. */
  | { readonly ending: "NotAble"; readonly message: string }
  /** The worker was told to stop: given back. */
  | { readonly ending: "Stopped" };

export const STOPPED: DocumentEnding = { ending: "Stopped" };
