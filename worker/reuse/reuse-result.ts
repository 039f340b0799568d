/** Same bytes, same options, same engine: the result is there already. */
import { copyFile } from "node:fs/promises";
import { constants } from "node:fs";
import { join } from "node:path";
import type { SucceededEnding } from "../document-ending.ts";
import type { HandlerResult, HandlerTask } from "../handlers/handler.ts";
import { hashFile } from "../hash-file.ts";
import { finalName, ownerOf } from "../output-names.ts";
import type { StageReading } from "../read-stage.ts";
import type { ReusableFile, ReusableResult } from "./reuse-store.ts";
import { toReuseKey } from "./reuse-key.ts";

type Succeeded = Extract<HandlerResult, { outcome: "Succeeded" }>;

/** Undefined where the result of this work is not to be reused, or there is nowhere to look. Parts are too small to look for. */
export async function reuseKeyOf({ setup, task: { part } }: StageReading, task: HandlerTask): Promise<string | undefined> {
  const isPart = part !== undefined && typeof part.part === "number";
  if (setup.reuse === undefined || task.input === undefined || isPart) return undefined;
  const work = await setup.handler.reuse?.(task);
  return work === undefined ? undefined : toReuseKey({ work, sha256: task.input.sha256, earlier: task.earlier });
}

export interface Reused {
  readonly result: Succeeded;
  /** Id of the document that was worked on. */
  readonly from: string;
}

/** Puts copies of the files into the task's own folder; undefined where one of them is no longer as it was. */
export async function findReusable(reading: StageReading, key: string): Promise<Reused | undefined> {
  const found = await reading.setup.reuse?.find(reading.task.context, key);
  if (found === undefined) return undefined;
  for (const file of found.files) if (!(await takeCopy(reading, file))) return undefined;
  return { result: toResult(found), from: found.id };
}

function toResult({ files, result, engine }: ReusableResult): Succeeded {
  return {
    outcome: "Succeeded",
    outputs: files.map(({ file, suffix, primary }) => ({ file, suffix, ...(primary === undefined ? {} : { primary }) })),
    ...(result === undefined ? {} : { result }),
    ...(engine === undefined ? {} : { engine }),
  };
}

/** A copy, not a link: the two documents' outputs are two files, whatever is done to one of them. */
async function takeCopy({ task, setup, scratch, signal }: StageReading, { name, file, sha256 }: ReusableFile): Promise<boolean> {
  const source = await setup.openStored({ context: task.context, name, folder: () => scratch.folder("in"), signal });
  if (source === undefined) return false;
  const copy = join(await scratch.folder("out"), file);
  const isThere = await copyFile(source, copy, constants.COPYFILE_FICLONE).then(
    () => true,
    () => false,
  );
  return isThere && (await hashFile(copy, signal)).sha256 === sha256;
}

/** Before the files are in their places: should they never get there, they will not be found. */
export async function keepForReuse({ setup, task }: StageReading, key: string, { produced, ending }: { readonly produced: Succeeded; readonly ending: SucceededEnding }): Promise<void> {
  const owner = ownerOf(task);
  const files = (produced.outputs ?? []).flatMap(({ file, suffix, primary }) => {
    const staged = ending.files.find((each) => each.suffix === suffix);
    return staged === undefined ? [] : [{ name: finalName(owner, suffix), file, suffix, ...(primary === undefined ? {} : { primary }), sha256: staged.sha256 }];
  });
  const { result, engine } = produced;
  await setup.reuse?.keep(task.context, { key, id: task.document.id, files, ...(result === undefined ? {} : { result }), ...(engine === undefined ? {} : { engine }) });
}
