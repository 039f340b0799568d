/** What earlier work has given, for documents with the same bytes. Losing it costs time, never correctness. */
import type { Json } from "../../contract/wire/outcome.ts";
import type { StageContext } from "../document-task.ts";

/** Of one stage of one document. */
export interface ReusableResult {
  /** See reuse-key.ts. */
  readonly key: string;
  /** The document that was worked on. */
  readonly id: string;
  readonly files: readonly ReusableFile[];
  readonly result?: Json;
  readonly engine?: string;
}

export interface ReusableFile {
  /** Relative to the output. The user may have changed or removed it since. */
  readonly name: string;
  /** As the handler called it. */
  readonly file: string;
  readonly suffix: string;
  readonly primary?: boolean;
  readonly sha256: string;
}

export interface ReuseStore {
  /** The newest one. */
  readonly find: (context: StageContext, key: string) => Promise<ReusableResult | undefined>;
  /** What is too large, or cannot be written, is not kept, and nobody hears of it. */
  readonly keep: (context: StageContext, result: ReusableResult) => Promise<void>;
}
