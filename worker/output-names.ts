/**
 * Where the files of a document lie in the output. Those of the last stage bear the document's own name. Until finalize
 * removes them, those of earlier stages lie under `.stages/<stage>/`, and those of parts under `.stages/<stage>.parts/`.
 */
import { outputName, stageFolder } from "../contract/document-paths.ts";
import { JOIN, type Part } from "../contract/wire/outcome.ts";
import { type DocumentTask, type StageContext, isLastStage } from "./document-task.ts";

/** A result that is too large to ride in the outcome of the last stage. */
export const RESULT_SUFFIX = ".result.json";
/** What later stages, or the join, need to know of a stage or part: see stage-record.ts. */
export const RECORD_SUFFIX = ".stage.json";

/** Whose files are meant. */
export interface FileOwner {
  readonly context: StageContext;
  readonly id: string;
  /** Of a split document: which part, and the try that split it. */
  readonly part?: { readonly part: Part; readonly try: number };
}

export function ownerOf(task: DocumentTask): FileOwner {
  const owner = { context: task.context, id: task.document.id };
  return task.part === undefined ? owner : { ...owner, part: { part: task.part.part, try: task.try } };
}

/** Name of a file relative to the output. */
export function finalName(owner: FileOwner, suffix: string): string {
  if (isFinal(owner)) return outputName(owner.id, suffix);
  return stagedName(owner.context.stageNames[owner.context.stage] ?? "", owner, suffix);
}

/** Are these the outputs that the user asked for, rather than something for the next step to read? */
export function isFinal({ context, part }: FileOwner): boolean {
  return isLastStage(context) && (part === undefined || part.part === JOIN);
}

/** The name under which the whole document of an earlier stage left a file. */
export function earlierName(stageName: string, id: string, suffix: string): string {
  return stagedName(stageName, { id }, suffix);
}

function stagedName(stageName: string, { id, part }: Pick<FileOwner, "id" | "part">, suffix: string): string {
  if (part === undefined || part.part === JOIN) return stageFolder(stageName) + outputName(id, suffix);
  // No stage has a dot in its name, so a document that is called like a part of another is not in its way.
  return stageFolder(`${stageName}.parts`) + outputName(id, `.t${part.try}.p${part.part}${suffix}`);
}
