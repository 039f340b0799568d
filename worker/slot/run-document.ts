/** One document of an item: run it, put its files into place, say how it ended. */
import { join, sep } from "node:path";
import type { DocumentsItem, ItemDocument } from "../../contract/wire/item.ts";
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import type { DocumentOutcome, OutputFile } from "../../contract/wire/outcome.ts";
import type { DocumentEnding, SucceededEnding } from "../document-ending.ts";
import type { DocumentTask } from "../document-task.ts";
import type { CommittedFile } from "../output-store.ts";
import { finalName, ownerOf } from "../output-names.ts";
import { removeScratch } from "../scratch.ts";
import type { NoRecord } from "../settle.ts";
import { toEnding } from "../to-ending.ts";
import { ofEnded } from "./may-start.ts";
import type { Holding, SlotParts } from "./slot-parts.ts";
import type { StageWork } from "./stage-contexts.ts";
import { isFinalEnding, toOutcome } from "./to-outcome.ts";

export interface DocumentInHand {
  readonly parts: SlotParts;
  readonly holding: Holding;
  readonly item: DocumentsItem;
  readonly work: StageWork;
  readonly named: ItemDocument;
  readonly document: ManifestDocument;
}

export type DocumentEnd =
  | { readonly end: "outcome"; readonly outcome: DocumentOutcome }
  | { readonly end: "givenBack"; readonly why: "unavailable" | "notAble" | "drain"; readonly message?: string }
  /** The job was over before the files could be stored: no record. */
  | { readonly end: "leave"; readonly why: NoRecord }
  /** The item may be another worker's by now: nothing is stored, recorded or acked. */
  | { readonly end: "abandon" };

let lastScratch = 0;

export async function runDocument(hand: DocumentInHand): Promise<DocumentEnd> {
  const { parts, holding, work } = hand;
  const startedMs = performance.now();
  parts.board.note(holding.slot, "running", startedMs);
  parts.heartbeats.beginDocument(holding.slot, startedMs);
  const task = toTask(hand);
  const ending = await parts.runner.run(holding.slot, task);
  const end = ending.ending === "Succeeded" && ending.files.length > 0 ? await storeFiles(hand, task, ending) : { ending, outputs: NO_OUTPUTS };
  parts.heartbeats.endDocument(holding.slot);
  if ("end" in end) return end;
  if (!isFinalEnding(end.ending)) return toGivenBack(end.ending);
  const millis = Math.round(performance.now() - startedMs);
  return { end: "outcome", outcome: toOutcome(end.ending, { document: hand.named, stage: work.context.stage, millis, outputs: end.outputs }) };
}

const NO_OUTPUTS: readonly OutputFile[] = [];

function toTask({ parts, holding, item, work, named, document }: DocumentInHand): DocumentTask {
  lastScratch += 1;
  const { part, split } = { part: named.part, split: item.split };
  return {
    context: work.context,
    document: { ...document, index: named.index },
    try: named.try,
    attempt: named.attempt ?? named.partTry ?? named.try,
    // Not by join: for a document that takes no time, that would be a tenth of all that is done with it.
    scratchPath: `${work.output.scratchFolder}${sep}${parts.boot}-${holding.slot}-${lastScratch}`,
    ...(part === undefined || split === undefined ? undefined : { part: { part, split } }),
  };
}

type Stored = { readonly ending: DocumentEnding; readonly outputs: readonly OutputFile[] } | Extract<DocumentEnd, { end: "leave" | "abandon" }>;

/** Looks at the job once more: what a sealed job says of its files must stay true. */
async function storeFiles({ parts, holding, work }: DocumentInHand, task: DocumentTask, ending: SucceededEnding): Promise<Stored> {
  parts.board.note(holding.slot, "storing");
  try {
    const ended = ofEnded(parts.jobs.get(work.context.jobUid));
    if (ended !== undefined) return { end: "leave", why: ended.why };
    if (isTooSilent(parts)) return { end: "abandon" };
    const { files, outputs } = placesOf(task, ending);
    await work.output.commit(files);
    return { ending, outputs };
  } catch (error) {
    return { ending: { ...toEnding(error), ...(ending.input === undefined ? undefined : { input: ending.input }) }, outputs: NO_OUTPUTS };
  } finally {
    await removeScratch(task.scratchPath);
  }
}

function isTooSilent({ contact }: SlotParts): boolean {
  return contact !== undefined && contact.sinceAnswerMs() > contact.maxSilenceToStoreMs;
}

function placesOf(task: DocumentTask, ending: SucceededEnding): { files: CommittedFile[]; outputs: OutputFile[] } {
  const owner = ownerOf(task);
  const named = ending.files.map((file) => ({ ...file, name: finalName(owner, file.suffix) }));
  return {
    files: named.map(({ file, name }) => ({ path: join(task.scratchPath, file), name })),
    outputs: named.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  };
}

function toGivenBack(ending: Exclude<DocumentEnding, { ending: "Succeeded" | "Failed" | "Rejected" | "Skipped" | "Split" }>): DocumentEnd {
  if (ending.ending === "Stopped") return { end: "givenBack", why: "drain" };
  return { end: "givenBack", why: ending.ending === "Unavailable" ? "unavailable" : "notAble", message: ending.message };
}
