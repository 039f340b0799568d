/** Under what a result is found again: all that decides it, hashed. */
import { createHash } from "node:crypto";
import type { Json } from "../../contract/wire/outcome.ts";

export interface WhatDecides {
  /** The handler with its options, and the engine that does the work: see Handler.reuse. */
  readonly work: string;
  /** Of the bytes that were read. */
  readonly sha256: string;
  /** Results of earlier stages. */
  readonly earlier: Readonly<Record<string, Json>>;
}

export function toReuseKey({ work, sha256, earlier }: WhatDecides): string {
  return createHash("sha256").update(JSON.stringify([work, sha256, earlier])).digest("hex");
}
