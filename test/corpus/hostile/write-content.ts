import { open } from "node:fs/promises";
import type { Content } from "./hostile-file.ts";

/** What is only claimed takes no room on the disk. */
export async function writeContent(path: string | Buffer, content: Content): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile("head" in content ? content.head : content);
    if ("head" in content) await file.truncate(content.bytes);
  } finally {
    await file.close();
  }
}
