/**
 * The text of a document: UTF-8, lines end in `\n`, and so does every page; pages are separated by a form feed, so that
 * splitting at `\f` gives the pages. Parts of a document are joined to the same bytes as the whole would have given.
 */
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { ProducedFile } from "../handler.ts";

const FILE = "text.txt";
export const TEXT_OUTPUT: ProducedFile = { file: FILE, suffix: ".txt", primary: true };

const PAGE_SEPARATOR = "\f";

export interface TextFile {
  /** `text` without control characters and without space at its end. */
  readonly addPage: (text: string) => Promise<void>;
  /** Takes over a file of pages as it is. */
  readonly addFile: (path: string, signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function createTextFile(folder: string): Promise<TextFile> {
  const file = await open(join(folder, FILE), "w");
  let isFirst = true;
  const separate = async (): Promise<void> => {
    if (!isFirst) await file.writeFile(PAGE_SEPARATOR);
    isFirst = false;
  };
  return {
    addPage: async (text) => {
      await separate();
      await file.writeFile(text === "" ? "\n" : `${text}\n`);
    },
    addFile: async (path, signal) => {
      await separate();
      await copy(path, file, signal);
    },
    close: () => file.close(),
  };
}

async function copy(path: string, file: FileHandle, signal: AbortSignal): Promise<void> {
  for await (const chunk of createReadStream(path, { signal })) await file.writeFile(chunk);
}
