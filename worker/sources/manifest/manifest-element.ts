/** One document as a manifest says it, before its fields are judged. */
export interface ManifestElement {
  readonly value: unknown;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** Of one document in a manifest. A document itself needs a few hundred; more is a file without line ends, or no manifest. */
export const MAX_ELEMENT_BYTES = 1024 * 1024;
