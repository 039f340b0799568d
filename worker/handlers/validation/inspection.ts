/** What looking into a document has found: everything that its checks need to know of the file itself. */
import type { PermanentError } from "../../errors.ts";

export interface PageFacts {
  /** Of pictures. */
  readonly pixels?: Size;
  /** Of pages of a PDF, and of pictures that say their resolution. */
  readonly millimetres?: Size;
  readonly dpi?: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Inspection {
  /** Absent for what has no pages. */
  readonly pages?: readonly PageFacts[];
  /** Up to MAX_TEXT_CHARACTERS; absent for what holds no text. */
  readonly text?: string;
  /** Why the file cannot be used, or only to a part. */
  readonly problem?: PermanentError;
  /** How far it was looked into: told where integrity is passed. */
  readonly read: string;
}

/** What is beyond is not searched. */
export const MAX_TEXT_CHARACTERS = 4 * 1024 * 1024;

export const MILLIMETRES_PER_INCH = 25.4;
