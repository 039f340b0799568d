import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../runtime/sync-folder.ts";

/** Readers see the old content or the new, never a part, after a kill or a power cut as well. The folder must be there. */
export async function writeFileDurably(path: string, content: string | Uint8Array): Promise<void> {
  // One writer at a time in an output folder, so the name needs to be unique only against other files.
  const partial = `${path}.partial`;
  try {
    await writeAndSync(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeAndSync(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
