/** What a file is, by its content: a media type. */
import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { PermanentError } from "../../errors.ts";
import { detectFileType, type FileType } from "../ocr/file-type.ts";
import { tellTextType } from "./tell-text-type.ts";

export const UNKNOWN_TYPE = "application/octet-stream";
const HEAD_BYTES = 64 * 1024;
/** What a detector may read at once: boxes of hostile files say that they are large. */
const MAX_READ_BYTES = 1024 * 1024;

const READ_BY_OCR: Readonly<Record<FileType, string>> = {
  pdf: "application/pdf",
  png: "image/png",
  jpeg: "image/jpeg",
  tiff: "image/tiff",
  webp: "image/webp",
};

/** The same judgement as ocr's where ocr takes the file. Throws PermanentError Empty. */
export async function detectMediaType(path: string, signal: AbortSignal): Promise<string> {
  return (await detectPageType(path)) ?? (await detectOther(path, signal)) ?? tellTextType(await readHead(path)) ?? UNKNOWN_TYPE;
}

async function detectPageType(path: string): Promise<string | undefined> {
  try {
    return READ_BY_OCR[await detectFileType(path)];
  } catch (error) {
    if (error instanceof PermanentError && error.reason === "UnsupportedType") return undefined;
    throw error;
  }
}

/** What breaks the detector is of no type that it knows. */
async function detectOther(path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await fileTypeFromFile(path, { maxBufferSize: MAX_READ_BYTES, signal }))?.mime;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
