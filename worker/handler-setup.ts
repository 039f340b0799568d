/** What a process that runs handlers is made of: the worker's own for `io`, each child for `cpu`. */
import type { ManifestDocument } from "../contract/wire/manifest.ts";
import type { StageContext } from "./document-task.ts";
import type { Handler, InputFile } from "./handlers/handler.ts";
import type { Limits } from "./limits.ts";
import type { ReuseStore } from "./reuse/reuse-store.ts";
import type { WorkerLog } from "./worker-log.ts";

export interface HandlerSetup {
  readonly handler: Handler;
  readonly limits: Limits;
  readonly fetch: FetchDocument;
  readonly openStored: OpenStored;
  /** Where results are looked for that need not be made again. */
  readonly reuse?: ReuseStore;
}

/**
 * The bytes of a document as a local file, hashed, within `limits.maxFileBytes`. Throws PermanentError (NotFound, TooLarge,
 * …), RetryableError or UnavailableError.
 */
export type FetchDocument = (request: FetchRequest) => Promise<InputFile>;

export interface FetchRequest {
  readonly document: ManifestDocument;
  /** For what has to be downloaded; removed after the document. Made on first use. */
  readonly folder: () => Promise<string>;
  readonly limits: Limits;
  /** Of the document, from 1 (the default): a host that did not answer before is waited for longer. */
  readonly attempt?: number;
  readonly signal: AbortSignal;
}

/** A file that an earlier stage left in the job's output, as the path of a local file; undefined, or a path where nothing is, when it is not there. */
export type OpenStored = (request: StoredRequest) => Promise<string | undefined>;

export interface StoredRequest {
  readonly context: StageContext;
  /** Relative to the output. */
  readonly name: string;
  readonly folder: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** Names a module that exports `setUp(data, log): HandlerSetup | Promise<HandlerSetup>`; `data` is JSON, because it is sent to children. */
export interface SetupModule {
  /** As for import(): a file URL. */
  readonly module: string;
  readonly data: unknown;
}

interface SetUp {
  readonly setUp: (data: unknown, log: WorkerLog) => HandlerSetup | Promise<HandlerSetup>;
}

/** Imports the module, makes the setup and opens its handler. */
export async function loadSetup({ module, data }: SetupModule, log: WorkerLog): Promise<HandlerSetup> {
  const { setUp } = (await import(module)) as SetUp;
  const setup = await setUp(data, log);
  await setup.handler.open?.();
  return setup;
}
