/** What both sides read: documents of the corpus, copied into a folder of their own. */
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { KNOWN_FOLDER, type KnownRow, readKnown, readKnownTruth } from "../../corpus/known/read-known.ts";

export interface ComparedFile {
  /** Relative to the folder: the document's id. */
  readonly id: string;
  readonly path: string;
  readonly row: KnownRow;
  /** Whole document; undefined where nobody has typed it. */
  readonly truth: string | undefined;
}

export interface ComparedFiles {
  readonly folder: string;
  readonly files: readonly ComparedFile[];
  readonly pages: number;
}

/** `most` documents of that use, spread over all of them. */
export async function copyCompared(use: KnownRow["use"], { into, most = Infinity }: { into: string; most?: number }): Promise<ComparedFiles> {
  const rows = (await readKnown()).filter((row) => row.use === use);
  const chosen = rows.filter((_, index) => Math.floor((index * most) / rows.length) !== Math.floor(((index - 1) * most) / rows.length));
  const folder = join(into, use);
  const files = await Promise.all((most < rows.length ? chosen : rows).map((row) => copyOne(row, folder)));
  return { folder, files, pages: files.reduce((sum, { row }) => sum + row.pages, 0) };
}

async function copyOne(row: KnownRow, folder: string): Promise<ComparedFile> {
  const id = relative(row.use, row.file).replace(/^\.\.\//, "");
  const path = join(folder, id);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(join(KNOWN_FOLDER, row.file), path);
  const truth = row.hasTruth ? (await readKnownTruth(row.file)).join("\n") : undefined;
  return { id, path, row, truth };
}
