/** A job's manifests as files: `<folder>/<run>/page-000000.json` and `index.json`. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Manifests } from "../worker/ports.ts";
import { makeFolders } from "./make-folders.ts";
import { readFileBounded } from "./read-file-bounded.ts";
import { syncFolder } from "../runtime/sync-folder.ts";
import { writeFileDurably } from "./write-file-durably.ts";

export interface ManifestsFolderOptions {
  readonly folder: string;
  readonly jobUid: string;
}

/** Many times a page; an index names one number a page. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

export function createManifestsFolder({ folder, jobUid }: ManifestsFolderOptions): Manifests & ManifestsCleaning {
  const fileOf = (uid: string, run: string, page: number | "index"): string => {
    if (uid !== jobUid) throw new RangeError(`these are the manifests of job ${jobUid}, not of ${uid}`);
    return join(folder, safeRun(run), fileNameOf(page));
  };
  return {
    read: async (uid, run, page) => (await readFileBounded(fileOf(uid, run, page), MAX_FILE_BYTES))?.toString("utf8"),
    write: async (uid, run, page, data) => {
      const file = fileOf(uid, run, page);
      await makeFolders(join(folder, run));
      await writeFileDurably(file, data);
      // The index says that the manifest is whole, so the run's own name must last as well.
      if (page === "index") await syncFolder(folder);
    },
    removeOthers: (run) => removeOthers(folder, run),
  };
}

export interface ManifestsCleaning {
  /** Removes the runs that did not become the manifest: a killed discovery leaves some. */
  readonly removeOthers: (run: string) => Promise<void>;
}

async function removeOthers(folder: string, run: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((other) => other !== run)) await rm(join(folder, name), { recursive: true, force: true });
}

function fileNameOf(page: number | "index"): string {
  return page === "index" ? "index.json" : `page-${String(page).padStart(6, "0")}.json`;
}

/** The run id comes from a ledger, which anyone may have edited: it must stay a single name. */
function safeRun(run: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(run)) throw new RangeError("a run id must be 1 to 64 letters, digits, - or _");
  return run;
}
