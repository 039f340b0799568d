/** Writes a document that has to be brought here into the task's scratch folder, hashed on the way. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { PermanentError } from "../errors.ts";
import type { FetchRequest } from "../handler-setup.ts";
import type { InputFile } from "../handlers/handler.ts";

/** Commands may go by it. */
const EXTENSION = /\.[A-Za-z0-9]{1,10}$/;

/** `name`: what the document is called where it comes from. Throws what `chunks` throws, PermanentError (Empty) and errors of the system. */
export async function receiveFile(chunks: AsyncIterable<Buffer>, name: string, { folder, signal }: FetchRequest): Promise<InputFile> {
  const path = join(await folder(), `input${EXTENSION.exec(name)?.[0] ?? ""}`);
  const hash = createHash("sha256");
  const file = await open(path, "w");
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      bytes += chunk.length;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  if (bytes === 0) throw new PermanentError("Empty", "the document has no bytes");
  return { path, bytes, sha256: hash.digest("hex") };
}
