/** The results store of an output that is a folder. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { syncFolder } from "../../runtime/sync-folder.ts";
import { toOutputError } from "../sinks/output-error.ts";
import type { PendingFile, ResultsStore } from "./results-store.ts";

const STAGES_FOLDER = ".stages";
/** Text is gathered to pieces of this size. */
const WRITE_CHARACTERS = 1024 * 1024;

/** `pendingFolder` lies on the output's own file system. */
export function createVolumeResultsStore({ folder, pendingFolder }: { folder: string; pendingFolder: string }): ResultsStore {
  // Names come from the ledger, which anyone with the folder may have edited.
  const pathOf = (name: string): string => {
    const path = join(folder, name);
    if (!path.startsWith(folder + sep)) throw new RangeError("a recorded output lies outside the output folder");
    return path;
  };
  return {
    create: (name) => createPendingFile({ path: pathOf(name), pendingPath: join(pendingFolder, name), folder }),
    bytesOf: async (name) => {
      const found = await stat(pathOf(name)).catch(() => undefined);
      return found?.isFile() === true ? found.size : undefined;
    },
    sha256Of: (name) => hash(pathOf(name)).catch(() => undefined),
    remove: (name) => rm(pathOf(name), { force: true }),
    removeEmptyStages: () => removeEmpty(pathOf(STAGES_FOLDER)),
  };
}

async function createPendingFile({ path, pendingPath, folder }: { path: string; pendingPath: string; folder: string }): Promise<PendingFile> {
  await unwritable(() => mkdir(dirname(pendingPath), { recursive: true }));
  const handle = await unwritable(() => open(pendingPath, "w"));
  let held: string[] = [];
  let heldCharacters = 0;
  let isClosed = false;
  const flush = async (): Promise<void> => {
    const text = held.join("");
    held = [];
    heldCharacters = 0;
    if (text !== "") await unwritable(() => handle.writeFile(text));
  };
  return {
    write: async (text) => {
      held.push(text);
      heldCharacters += text.length;
      if (heldCharacters >= WRITE_CHARACTERS) await flush();
    },
    finish: async () => {
      await flush();
      await unwritable(() => handle.sync());
    },
    publish: async () => {
      isClosed = true;
      await handle.close();
      await unwritable(() => rename(pendingPath, path));
      await syncFolder(folder);
    },
    discard: async () => {
      if (isClosed) return;
      isClosed = true;
      await handle.close();
      await rm(pendingPath, { force: true });
    },
  };
}

async function hash(path: string): Promise<string> {
  const sha256 = createHash("sha256");
  await pipeline(createReadStream(path), sha256);
  return sha256.digest("hex");
}

/** From the leaves up; a folder with something in it stays. */
async function removeEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeEmpty(join(folder, entry.name));
  await rmdir(folder).catch(() => undefined);
}

async function unwritable<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw toOutputError(error, "");
  }
}
