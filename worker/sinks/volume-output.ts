/** Outputs that are folders of volumes. */
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { STATE_FOLDER } from "../../contract/document-paths.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import { UnavailableError } from "../errors.ts";
import type { CommittedFile, OpenOutput, OutputStore } from "../output-store.ts";
import { toOutputError } from "./output-error.ts";
import { placeFile, type PlaceFileOptions } from "./place-file.ts";
import { syncFolder } from "../../runtime/sync-folder.ts";

export interface VolumeOutputOptions {
  /** Volume name → absolute folder. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Absolute, on the output's file system; default: in the output's own folder of Ream's state. */
  readonly scratchFolder?: string;
}

export function createVolumeOutput({ volumes, scratchFolder }: VolumeOutputOptions): OpenOutput {
  return ({ output }) => {
    const folder = outputFolder(output, volumes);
    return openStore(folder, scratchFolder ?? join(folder, STATE_FOLDER, "tasks"));
  };
}

/** The folder of a job's output. Throws UnavailableError where this worker cannot reach it. */
function outputFolder({ volume }: JobEntry["output"], volumes: ReadonlyMap<string, string>): string {
  if (volume === undefined) throw new UnavailableError("this worker can write outputs to volumes only; the job's output is something else");
  const folder = volumes.get(volume.name);
  if (folder === undefined) throw new UnavailableError(`this worker has no volume \`${volume.name}\`; the pool's spec.volumes must list it, writable`);
  return join(folder, volume.path ?? "");
}

function openStore(folder: string, scratchFolder: string): OutputStore {
  return { scratchFolder, commit: async (files) => commit(files, await resolveFolders(folder, scratchFolder)) };
}

async function resolveFolders(folder: string, scratchFolder: string): Promise<PlaceFileOptions> {
  try {
    await mkdir(folder, { recursive: true });
    return { root: await realpath(folder), scratch: await realpath(scratchFolder) };
  } catch (error) {
    throw toOutputError(error, "");
  }
}

/** Folders are synced once for all files of a document, and before its outcome says that they are there. */
async function commit(files: readonly CommittedFile[], options: PlaceFileOptions): Promise<void> {
  const changed = new Set<string>();
  for (const file of files) for (const folder of await placeFile(file, options)) changed.add(folder);
  for (const folder of changed) {
    await syncFolder(folder).catch((error: unknown) => {
      throw toOutputError(error, "");
    });
  }
}
