import { open } from "node:fs/promises";
import { errorCode } from "../sources/error-code.ts";

/** Some network and FUSE file systems do not sync folders; there is nothing more to do for them. */
const UNSUPPORTED = new Set(["EINVAL", "ENOTSUP", "EISDIR"]);

/** Makes names that were made or replaced in a folder outlast a power cut: what the ledger says of them does. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    if (!UNSUPPORTED.has(errorCode(error) ?? "")) throw error;
  } finally {
    await folder.close();
  }
}
