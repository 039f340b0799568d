/** Fetches a document from a volume: it stays where it is, and is hashed. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { PermanentError } from "../../errors.ts";
import type { FetchRequest } from "../../handler-setup.ts";
import type { InputFile } from "../../handlers/handler.ts";
import { judgeSystemError, openInside, type OpenFile } from "./open-inside.ts";
import type { VolumeAddress } from "./volume-address.ts";

const READ_BYTES = 256 * 1024;

export async function fetchVolumeFile(volumes: ReadonlyMap<string, string>, address: VolumeAddress, request: FetchRequest): Promise<InputFile> {
  const file = await openInside(volumes, address);
  try {
    judgeSize(file.bytes, request.limits.maxFileBytes);
    const sha256 = await hashWhole(file, request.signal);
    return { path: await toPathText(file.path, request), bytes: file.bytes, sha256 };
  } finally {
    await file.handle.close();
  }
}

function judgeSize(bytes: number, maxFileBytes: number): void {
  if (bytes === 0) throw new PermanentError("Empty", "the file has no bytes");
  if (bytes > maxFileBytes) throw new PermanentError("TooLarge", `the file has ${bytes} bytes; the limit is ${maxFileBytes}`);
}

/** As many bytes as the file had when it was opened, and no more: a file that grows must not keep the worker reading. */
async function hashWhole({ handle, bytes }: OpenFile, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, bytes + 1));
  let at = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at).catch((error: unknown) => {
      throw judgeSystemError(error);
    });
    if (bytesRead === 0) break;
    at += bytesRead;
    if (at > bytes) break;
    hash.update(buffer.subarray(0, bytesRead));
  }
  if (at !== bytes) throw new PermanentError("SourceChanged", "the file changed its size while it was read");
  return hash.digest("hex");
}

/** Handlers and commands take paths as text; a file whose name is no UTF-8 is given to them through a link. */
async function toPathText(path: Buffer, { folder }: FetchRequest): Promise<string> {
  if (isUtf8(path)) return path.toString("utf8");
  const link = join(await folder(), "input");
  await symlink(path, link);
  return link;
}
