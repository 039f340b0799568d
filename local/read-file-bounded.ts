import { open } from "node:fs/promises";

/** The bytes of a regular file, or undefined when nothing is there. Throws where it is larger than `maxBytes`. */
export async function readFileBounded(path: string, maxBytes: number): Promise<Buffer | undefined> {
  const file = await open(path, "r").catch(absentIsUndefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw new FileTooLargeError(path, { bytes: size, maxBytes });
    return await file.readFile();
  } finally {
    await file.close();
  }
}

export class FileTooLargeError extends Error {
  constructor(path: string, size: { readonly bytes: number; readonly maxBytes: number }) {
    super(`${path} has ${size.bytes} bytes; at most ${size.maxBytes} are read`);
    this.name = "FileTooLargeError";
  }
}

function absentIsUndefined(error: unknown): undefined {
  if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
  throw error;
}
