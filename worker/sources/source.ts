/** A listed source: all documents of a job, once, in an order that does not change while the source does not. */
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import type { Limits } from "../limits.ts";
import type { WebRules } from "./https/web-rules.ts";

/** What a process that lists or fetches may use. */
export interface SourceContext {
  /** Volume name → absolute folder. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Absolute folders that are never listed: a job's output may lie inside the folder that it reads. */
  readonly excludedFolders: readonly string[];
  readonly limits: Limits;
  /** What may be called; absent: no more than the public web, encrypted. */
  readonly web?: WebRules;
  /** The first stage reads bytes, so that a document without a uri is a mistake in the manifest. */
  readonly needsInput: boolean;
  readonly signal: AbortSignal;
}

export interface ListedDocument {
  readonly document: ManifestDocument;
  /** Where the source says so, for messages: a line from 1, or the document's number from 1. */
  readonly place: number;
}

export interface Listing {
  /** Throws DiscoverError. */
  readonly documents: AsyncIterable<ListedDocument>;
  /** What `place` counts; `file`: the id says it all. */
  readonly placeUnit: "line" | "document" | "file";
}
