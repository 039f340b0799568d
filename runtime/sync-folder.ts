import { open } from "node:fs/promises";

/** Makes names created, renamed or removed in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    // Some network and FUSE file systems do not sync folders; there is nothing more to do for them.
    if (!isUnsupported(error)) throw error;
  } finally {
    await folder.close();
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EINVAL" || error.code === "ENOTSUP" || error.code === "EISDIR");
}
