/**
 * Opens a folder for the results of one job, by one run at a time. A folder that has files already is taken, unless they
 * carry names that Ream writes whatever the documents are called; a folder that another job wrote to is refused.
 */
import { randomUUID } from "node:crypto";
import { access, constants, readdir, realpath, rename, rm, rmdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { decodeJobRecord, encodeJobRecord, findDifference, inputFolders, type JobDifference, type JobRecord, type LocalJob } from "./job-record.ts";
import { makeFolders } from "./make-folders.ts";
import { OutputFolderError } from "./output-folder-error.ts";
import { type OutputLayout, RESERVED_NAMES, toOutputLayout } from "./output-layout.ts";
import { readFileBounded } from "./read-file-bounded.ts";
import { OUTPUT_VOLUME } from "./run-job-options.ts";
import { acquireRunLock, type RunLock } from "./run-lock.ts";
import { syncFolder } from "../runtime/sync-folder.ts";
import { writeFileDurably } from "./write-file-durably.ts";

export interface OutputFolder {
  readonly paths: OutputLayout;
  readonly record: JobRecord;
  /** False: a run before this one began the work. */
  readonly isNew: boolean;
  /** Puts the ledger that an update began into the place of the one before. Its snapshot goes first: it is of the old one. */
  readonly adoptNextLedger: () => Promise<void>;
  /** The job turned out to be wrong before anything was done: leaves the folder as it was found, for the job as it will be mended. */
  readonly abandon: () => Promise<void>;
  /** Ends the lock; may be called twice. */
  readonly close: () => Promise<void>;
}

const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/** Makes the folder where it is absent. Throws OutputFolderError or RunInProgressError, and has changed nothing then. */
export async function openOutputFolder(path: string, job: LocalJob, options: { readonly update: boolean }): Promise<OutputFolder> {
  const paths = toOutputLayout(await makeFolder(path));
  await refuseForeignFiles(paths);
  await inFolder(paths.folder, () => makeFolders(paths.state));
  const lock = await inFolder(paths.folder, () => acquireRunLock(paths.lock));
  try {
    const known = await readJobRecord(paths);
    refuseOtherJob(paths, { known, job, update: options.update });
    // The folder may have been moved since the job was recorded.
    const volumes = new Map([...job.volumes, [OUTPUT_VOLUME, paths.folder]]);
    const record = { ...job, volumes, uid: known?.uid ?? randomUUID() };
    // Also for a known job: what may change (retry, failurePolicy, limits of pools) is kept for `ream retry`. An update
    // writes it when it is done: until then the ledger is that of the folders before.
    if (known === undefined || !options.update) await inFolder(paths.folder, () => writeRecord(paths, record));
    await rm(paths.tasks, { recursive: true, force: true });
    return opened(paths, { record, lock, isNew: known === undefined });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a folder that a run has written to, for the job that it belongs to. */
export async function reopenOutputFolder(path: string): Promise<OutputFolder> {
  const { paths, record } = await inspectOutputFolder(path);
  return openOutputFolder(paths.folder, record, { update: false });
}

/** An output folder as others see it, without its lock. */
export type InspectedFolder = Pick<OutputFolder, "paths" | "record">;

/** Reads what job a folder belongs to. Throws OutputFolderError where no run has written to it. */
export async function inspectOutputFolder(path: string): Promise<InspectedFolder> {
  const folder = await realpath(path).catch(() => undefined);
  if (folder === undefined) throw new OutputFolderError(`${path} does not exist. Give the folder that \`ream run\` wrote its results to`);
  const paths = toOutputLayout(folder);
  const record = await readJobRecord(paths);
  if (record === undefined) throw new OutputFolderError(`${path} is not an output folder of \`ream run\`: it has no .ream/job.json. Give the folder that was its --output`);
  return { paths, record };
}

function opened(paths: OutputLayout, { record, lock, isNew }: { readonly record: JobRecord; readonly lock: RunLock; readonly isNew: boolean }): OutputFolder {
  return {
    paths,
    record,
    isNew,
    adoptNextLedger: async () => {
      await rm(paths.snapshot, { force: true });
      await rename(paths.nextLedger, paths.ledger);
      await syncFolder(paths.state);
      await writeRecord(paths, record);
    },
    abandon: async () => {
      await lock.release();
      await rm(paths.state, { recursive: true, force: true });
      // Where it is not empty it was there before, or somebody else uses it.
      await rmdir(paths.folder).catch(() => undefined);
    },
    close: () => lock.release(),
  };
}

function writeRecord(paths: OutputLayout, record: JobRecord): Promise<void> {
  return writeFileDurably(paths.jobRecord, encodeJobRecord(record));
}

async function makeFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) throw new OutputFolderError(`the output ${path} is a file. Give a folder, or a name that does not exist yet`);
  return inFolder(resolve(path), async () => {
    await makeFolders(resolve(path));
    const folder = await realpath(path);
    await access(folder, constants.W_OK | constants.X_OK);
    return folder;
  });
}

async function refuseForeignFiles(paths: OutputLayout): Promise<void> {
  const names = await inFolder(paths.folder, () => readdir(paths.folder));
  if (names.includes(".ream")) return;
  const taken = RESERVED_NAMES.find((reserved) => names.includes(reserved));
  if (taken === undefined) return;
  throw new OutputFolderError(`the output ${paths.folder} holds a ${taken} that no run of Ream has written there, and which this run would replace. Move it away, or give another --output`);
}

async function readJobRecord(paths: OutputLayout): Promise<JobRecord | undefined> {
  const bytes = await readFileBounded(paths.jobRecord, MAX_RECORD_BYTES);
  if (bytes === undefined) return undefined;
  const decoded = decodeJobRecord(bytes.toString("utf8"));
  if (decoded.ok) return decoded.record;
  const why = decoded.problem === "otherLayout" ? "was written by another version of Ream. Use that version" : "is damaged";
  throw new OutputFolderError(`${paths.jobRecord} ${why}, or give another --output`);
}

interface Judged {
  readonly known: JobRecord | undefined;
  readonly job: LocalJob;
  readonly update: boolean;
}

function refuseOtherJob(paths: OutputLayout, { known, job, update }: Judged): void {
  const difference = known === undefined ? undefined : findDifference(known, job);
  if (known === undefined || difference === undefined || (difference === "folders" && update)) return;
  const remedy = difference === "folders" ? ", or add --update to take the new folder's documents into the same output" : "";
  throw new OutputFolderError(
    `the output ${paths.folder} belongs to another job: ${DIFFERENCE_TEXTS[difference](known, job)}. Give another --output${remedy}. To begin anew in this folder, delete it first`,
  );
}

const DIFFERENCE_TEXTS: Readonly<Record<JobDifference, (known: LocalJob, job: LocalJob) => string>> = {
  name: (known, job) => `it holds results of ${JSON.stringify(known.job.metadata.name)}, and this is ${JSON.stringify(job.job.metadata.name)}`,
  source: () => "its spec.source is not the same",
  pipeline: () => "its spec.pipeline (stages, pools or options) is not the same",
  batchSize: (known, job) => `its batch size is ${known.job.spec.batchSize}, and here it is ${job.job.spec.batchSize}`,
  folders: (known, job) => `its documents came from ${listFolders(known)}, and here they come from ${listFolders(job)}`,
};

function listFolders(job: LocalJob): string {
  return Object.values(inputFolders(job)).join(", ") || "no folder";
}

/** Errors of the file system, with the folder and a remedy. */
async function inFolder<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new OutputFolderError(`the output ${folder} cannot be written: ${REMEDIES[code] ?? code}`, { cause: error });
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "permission denied. Change its permissions, or give another --output",
  EPERM: "permission denied. Change its permissions, or give another --output",
  EROFS: "the file system is read-only. Give another --output",
  ENOSPC: "no space is left on the device. Free some space, then run again, or give another --output",
  EDQUOT: "the disk quota is used up. Free some space, then run again, or give another --output",
  ENOTDIR: "a part of its path is a file. Give another --output",
  ENOENT: "its path cannot be made here. Give another --output",
  ENAMETOOLONG: "the name is too long. Give another --output",
  ELOOP: "its path goes round in circles through links. Give another --output",
};
