/**
 * A fold state as bytes and back: a JSON head and the document table as it lies in memory. A snapshot is only a short cut:
 * whoever restores one folds the ledger on from its sequence, after seeing that the ledger holds exactly the record it names.
 */
import { DocumentTable } from "./document-table.ts";
import { type FailureGroup, FailureGroups } from "./failure-groups.ts";
import { createDocuments } from "./fold-control.ts";
import { type Documents, type FoldState, createFoldState } from "./fold-state.ts";
import { Rate, type RateSnapshot } from "./rate.ts";
import type { SplitFacts, SplitState } from "./split-state.ts";
import { Suspects } from "./suspects.ts";
import { Tallies } from "./tallies.ts";

/** Rises with every change of what the fold makes of records: an older snapshot is then not used. */
export const FOLD_VERSION = 1;

/** The record that the state was folded through. */
export interface SnapshotPlace {
  readonly sequence: number;
  readonly timeMs: number;
  /** Of the record's bytes, as the ledger's adapter computes it. */
  readonly hash: string;
}

interface SplitHead {
  readonly index: number;
  readonly facts: SplitFacts;
  readonly documentTry: number;
  readonly succeeded: number;
  readonly epochMs: number;
  readonly rows: string;
}

type PlainState = Omit<FoldState, "documents" | "rate" | "failures" | "suspects">;

interface DocumentsHead extends Omit<Documents, "table" | "tallies" | "splits"> {
  readonly epochMs: number;
  readonly tallies: readonly number[];
  readonly splits: readonly SplitHead[];
}

interface SnapshotHead {
  readonly foldVersion: number;
  readonly place: SnapshotPlace;
  readonly state: PlainState;
  readonly documents?: DocumentsHead;
  readonly rate: RateSnapshot;
  readonly failures: readonly FailureGroup[];
  readonly suspects: ReturnType<Suspects["toSnapshot"]>;
}

const LENGTH_BYTES = 4;

/** `hash` is that of the record at state.sequence. */
export function encodeSnapshot(state: FoldState, hash: string): Uint8Array {
  const { documents, rate, failures, suspects, ...plain } = state;
  const head: SnapshotHead = {
    foldVersion: FOLD_VERSION,
    place: { sequence: state.sequence, timeMs: state.timeMs, hash },
    state: plain,
    ...(documents === undefined ? {} : { documents: toDocumentsHead(documents) }),
    rate: rate.toSnapshot(),
    failures: failures.list(),
    suspects: suspects.toSnapshot(),
  };
  return join(new TextEncoder().encode(JSON.stringify(head)), documents?.table.toBytes() ?? new Uint8Array(0));
}

/** Undefined when the bytes are no snapshot of this fold version: replay the whole ledger then. */
export function decodeSnapshot(bytes: Uint8Array): { readonly place: SnapshotPlace; readonly state: FoldState } | undefined {
  try {
    const { head, rest } = cut(bytes);
    if (head.foldVersion !== FOLD_VERSION) return undefined;
    return { place: head.place, state: toState(head, rest) };
  } catch {
    return undefined;
  }
}

function toDocumentsHead(documents: Documents): DocumentsHead {
  const { table, tallies, splits, ...plain } = documents;
  return { ...plain, epochMs: table.epochMs, tallies: tallies.toArray(), splits: [...splits].map(([index, split]) => toSplitHead(index, split)) };
}

function toSplitHead(index: number, split: SplitState): SplitHead {
  const { facts, documentTry, rows, succeeded } = split;
  return { index, facts, documentTry, succeeded, epochMs: rows.epochMs, rows: toLatin1(rows.toBytes()) };
}

function toState(head: SnapshotHead, rest: Uint8Array): FoldState {
  return {
    ...createFoldState(),
    ...head.state,
    haltedByVersion: head.state.haltedByVersion,
    discovery: { ...head.state.discovery, found: head.state.discovery.found },
    documents: head.documents === undefined ? undefined : toDocuments(head.documents, rest),
    rate: Rate.restore(head.rate),
    failures: FailureGroups.restore(head.failures),
    suspects: Suspects.restore(head.suspects),
  };
}

function toDocuments(head: DocumentsHead, bytes: Uint8Array): Documents {
  const documents = createDocuments(head, new DocumentTable({ total: head.total, epochMs: head.epochMs, bytes }));
  const splits = new Map(head.splits.map((split) => [split.index, toSplit(split)]));
  return { ...documents, tallies: new Tallies(head.stages, head.tallies), unavailable: [...head.unavailable], work: head.work.map((work) => ({ ...work })), splits };
}

function toSplit(head: SplitHead): SplitState {
  const rows = new DocumentTable({ total: head.facts.parts + 1, epochMs: head.epochMs, bytes: fromLatin1(head.rows) });
  return { facts: head.facts, documentTry: head.documentTry, rows, succeeded: head.succeeded };
}

/** The head's length, the head, the table. */
function join(head: Uint8Array, table: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES + head.length + table.length);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, LENGTH_BYTES);
  bytes.set(table, LENGTH_BYTES + head.length);
  return bytes;
}

function cut(bytes: Uint8Array): { head: SnapshotHead; rest: Uint8Array } {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head: SnapshotHead = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length)));
  return { head, rest: bytes.subarray(LENGTH_BYTES + length) };
}

function toLatin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
