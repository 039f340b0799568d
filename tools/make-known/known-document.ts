/** A document of the corpus before it is a file. */
import type { Measure } from "../make-samples/font-metrics.ts";
import type { KnownRow } from "../../test/corpus/known/read-known.ts";

export interface KnownFile {
  readonly bytes: Uint8Array;
  /** One text a page; undefined where nobody has typed it. */
  readonly truth: readonly string[] | undefined;
}

export interface KnownDocument {
  readonly row: KnownRow;
  readonly make: (measure: Measure) => Promise<KnownFile>;
}
