/**
 * `--update`: a new manifest of the source as it is now, and a new ledger to go with it. Documents whose address, size and
 * time are unchanged take over what the old ledger says of them; the others start anew. The new ledger takes the old one's
 * place only when it is whole, so a kill at any moment leaves one of the two.
 */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { BatchJob } from "../contract/api/batch-job.ts";
import { encodeControl, encodeOutcomes } from "../contract/wire/codec.ts";
import type { ControlRecord } from "../contract/wire/control.ts";
import type { DocumentOutcome } from "../contract/wire/outcome.ts";
import { fold } from "../engine/ledger/fold.ts";
import { SILENT, createFoldState } from "../engine/ledger/fold-state.ts";
import { blockSizeFor } from "../engine/plan/block-size.ts";
import { type Discovered, discover } from "../worker/discover/discover.ts";
import type { Manifests } from "../worker/ports.ts";
import type { SourceContext } from "../worker/sources/source.ts";
import { FileLedger } from "./file-ledger.ts";
import { readLedgerFile } from "./ledger-records.ts";
import { type SourceChanges, markOf, readManifest } from "./listed-changes.ts";
import type { OutputFolder } from "./output-folder.ts";

export interface UpdateOptions {
  readonly job: BatchJob;
  readonly outputFolder: OutputFolder;
  readonly manifests: Manifests;
  readonly context: SourceContext;
  readonly slots: number;
}

/** Outcomes of one Carried record: about 100 KiB. */
const CARRIED_AT_ONCE = 200;

/** Throws DiscoverError: then the old ledger stays. Undefined: there is no manifest yet, and nothing to update. */
export async function updateLedger(options: UpdateOptions): Promise<SourceChanges | undefined> {
  const { outputFolder, manifests, context, job } = options;
  const { paths, record } = outputFolder;
  const old = await readOld(options);
  if (old === undefined) return undefined;
  await rm(paths.nextLedger, { force: true });
  const found = await discover({ source: job.spec.source, context, manifests, jobUid: record.uid, run: randomUUID() });
  const ledger = await FileLedger.open({ path: paths.nextLedger, jobUid: record.uid });
  const changes = await writeLedger({ ...options, ...found, old, ledger }).finally(() => ledger.close());
  await outputFolder.adoptNextLedger();
  return changes;
}

interface Writing extends UpdateOptions, Discovered {
  readonly old: Old;
  readonly ledger: FileLedger;
}

async function writeLedger(writing: Writing): Promise<SourceChanges> {
  const { old, ledger, outputFolder, job, slots, run, total, pages, sha256 } = writing;
  const found = { run, total, pages, sha256 };
  const write = controlWriter(ledger, old.term + 1);
  await ledger.append(outputFolder.record.uid, encodeOutcomes({ worker: "local", boot: run, outcomes: [{ outcome: "Discovered", try: 1, ...found }] }));
  await write({ type: "Leader", term: old.term + 1 });
  await write({ type: "Discovered", ...found, stages: job.spec.pipeline.length, blockSize: blockSizeFor({ total, batchSize: job.spec.batchSize, slots }) });
  return carry(writing, write);
}

interface Old {
  readonly term: number;
  /** By id: how the document looked then, and what counted for it. */
  readonly documents: Map<string, { readonly mark: string; readonly outcomes: readonly DocumentOutcome[] }>;
}

async function readOld({ outputFolder, manifests }: UpdateOptions): Promise<Old | undefined> {
  const { paths, record } = outputFolder;
  const state = createFoldState();
  const counted = new Map<number, DocumentOutcome[]>();
  const note = (outcome: DocumentOutcome): void => void (counted.get(outcome.index)?.push(outcome) ?? counted.set(outcome.index, [outcome]));
  for await (const stored of readLedgerFile(paths.ledger)) fold(state, stored, { ...SILENT, counted: note });
  if (state.documents === undefined) return undefined;
  const documents: Old["documents"] = new Map();
  const { run, pages } = state.documents;
  for await (const { index, document } of readManifest(manifests, { jobUid: record.uid, run, pages })) {
    documents.set(document.id, { mark: markOf(document), outcomes: counted.get(index) ?? [] });
  }
  return { term: state.term, documents };
}

type WriteControl = (control: ControlRecord) => Promise<void>;

function controlWriter(ledger: FileLedger, term: number): WriteControl {
  return async (control) => {
    const stored = await ledger.appendControl({ message: encodeControl({ term, record: control }), expectedLastControlSequence: ledger.lastControlSequence });
    if (stored === "refused") throw new Error("another process writes to the ledger of this update");
  };
}

async function carry({ manifests, outputFolder, old, run, pages }: Writing, write: WriteControl): Promise<SourceChanges> {
  const changes = { added: 0, changed: 0, found: 0 };
  let batch: DocumentOutcome[] = [];
  for await (const { index, document } of readManifest(manifests, { jobUid: outputFolder.record.uid, run, pages })) {
    const before = old.documents.get(document.id);
    if (before === undefined) changes.added += 1;
    else changes.found += 1;
    if (before?.mark === markOf(document)) batch.push(...before.outcomes.flatMap((outcome) => carried(outcome, index)));
    else if (before !== undefined) {
      changes.changed += 1;
      await removeOutputs(outputFolder, before.outcomes);
    }
    if (batch.length < CARRIED_AT_ONCE) continue;
    await write({ type: "Carried", outcomes: batch });
    batch = [];
  }
  if (batch.length > 0) await write({ type: "Carried", outcomes: batch });
  return { added: changes.added, changed: changes.changed, gone: old.documents.size - changes.found };
}

/** What moved the document on, or ended it; as the first try of the new ledger. Parts are in what their join made of them. */
function carried(outcome: DocumentOutcome, index: number): DocumentOutcome[] {
  if (typeof outcome.part === "number" || outcome.outcome === "Split" || (outcome.outcome === "Failed" && !outcome.last)) return [];
  const { part: _part, partTry: _partTry, ...whole } = outcome;
  return [{ ...whole, index, try: 1 }];
}

/** Whatever becomes of the document now, these are no longer of it. */
async function removeOutputs({ paths }: OutputFolder, outcomes: readonly DocumentOutcome[]): Promise<void> {
  const names = outcomes.flatMap((outcome) => (outcome.outcome === "Succeeded" ? (outcome.outputs ?? []) : []));
  for (const { name } of names) if (!name.split("/").includes("..")) await rm(join(paths.folder, name), { force: true });
}
