/**
 * The port between the worker and the kinds of work. One module per handler in this folder; the table of them is
 * `registry.ts`; the options schemas are in `contract/handlers/`, because the operator judges options too.
 */
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import type { Json } from "../../contract/wire/outcome.ts";
import type { Limits } from "../limits.ts";

/** One document (or one part of it) to work on, with all that the handler may use. */
export interface HandlerTask<Options = unknown> {
  readonly document: ManifestDocument & { readonly index: number };
  /** From 1: `simulate` draws from it; others need not care. */
  readonly attempt: number;
  readonly options: Options;
  /** Absent for a whole document. Pages from `firstPage` (0-based), before `endPage`. */
  readonly part?: { readonly part: number; readonly firstPage: number; readonly endPage: number };
  /** The document's bytes, already fetched and within limits.maxFileBytes; absent where the handler's `needsInput` is false. */
  readonly input?: InputFile;
  /** Result JSON of earlier stages by stage name. */
  readonly earlier: Readonly<Record<string, Json>>;
  /** An empty folder of this task alone, on the output's file system; what `outputs` names must lie in it. Made on first use. */
  readonly outputFolder: () => Promise<string>;
  readonly limits: Limits;
  /** Aborted when the document's time is over or the process is told to stop. */
  readonly signal: AbortSignal;
}

export interface InputFile {
  /** A regular file that may be read, never written. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A file that the handler left in the task's output folder. */
export interface ProducedFile {
  /** Name inside the folder. */
  readonly file: string;
  /** Goes behind the document's id in the final name: `.txt`, `.nlp.json`. */
  readonly suffix: string;
  /** What the next stage reads; at most one. */
  readonly primary?: boolean;
}

export type HandlerResult =
  | { readonly outcome: "Succeeded"; readonly outputs?: readonly ProducedFile[]; readonly result?: Json; readonly engine?: string }
  | { readonly outcome: "Skipped"; readonly message: string }
  | { readonly outcome: "Split"; readonly parts: number; readonly pagesPerPart: number; readonly pages: number };

/**
 * A kind of work. `run` throws PermanentError (the document is Rejected), RetryableError (Failed), or
 * UnavailableError (given back, no attempt spent); anything else thrown is a Failed with reason HandlerError.
 */
export interface Handler<Options = unknown> {
  readonly name: string;
  readonly needsInput: boolean;
  /** Called once in a process before the first task; long-lived engines start here or on first use. */
  readonly open?: () => Promise<void>;
  readonly run: (task: HandlerTask<Options>) => Promise<HandlerResult>;
  /**
   * What decides the result beside the bytes that are read, the options and earlier results: name and version of the engine.
   * Undefined for a task whose result is not to be reused; absent for handlers whose work is never the same twice.
   */
  readonly reuse?: (task: HandlerTask<Options>) => Promise<string | undefined>;
  /** Joins the parts of a split document, in order: the primary file and result of each part. */
  readonly join?: (task: HandlerTask<Options>, parts: readonly JoinPart[]) => Promise<HandlerResult>;
  /** Ends engines; may be called twice or without open. */
  readonly close?: () => Promise<void>;
}

export interface JoinPart {
  readonly part: number;
  readonly path?: string;
  readonly result?: Json;
}
