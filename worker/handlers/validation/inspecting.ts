/** What looking into a document needs. */
import type { Limits } from "../../limits.ts";

export interface Inspecting {
  readonly path: string;
  readonly bytes: number;
  /** A media type, by the content. */
  readonly type: string;
  /** Integrity is asked for: all of it is decoded. */
  readonly isThorough: boolean;
  /** The text is asked for: reading it from every page of a PDF takes time. */
  readonly needsText: boolean;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}
