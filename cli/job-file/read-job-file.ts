/** Reads a file of resources, however wrong it is, into text; or says why not. */
import { open } from "node:fs/promises";
import { CommandError } from "../command-error.ts";

export const MAX_JOB_FILE_BYTES = 1024 * 1024;

/** Throws CommandError. Never holds more than the limit, whatever the file is (a device, an endless pipe). */
export async function readJobFile(path: string): Promise<string> {
  const bytes = await readUpTo(path, MAX_JOB_FILE_BYTES + 1).catch((error: unknown) => {
    throw new CommandError(`${path} cannot be read: ${describe(error)}`, { cause: error });
  });
  if (bytes.length > MAX_JOB_FILE_BYTES) {
    throw new CommandError(`${path} has more than 1 MiB, which is no job file. Put a long list of documents into a manifest (JSON lines or CSV) and name it in spec.source.manifest`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError(`${path} is no text in UTF-8. A job file is YAML: see \`ream run --help\``);
  }
}

async function readUpTo(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(maxBytes);
    let filled = 0;
    while (filled < maxBytes) {
      const { bytesRead } = await file.read(buffer, filled, maxBytes - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

function describe(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder. For a folder of documents, say what to do with them: `ream run --pipeline ocr DIR --output DIR`";
  if (code === "EACCES") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}
