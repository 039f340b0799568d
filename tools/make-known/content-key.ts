/** What the drawn files follow from: when it is the same, they need not be drawn again. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { KNOWN_TABLE } from "../../test/corpus/known/read-known.ts";

const TOOLS = resolve(import.meta.dirname, "..");
const SOURCES = ["make-known", "make-samples"] as const;

/** The tools that draw, the table, and the versions of the libraries that make pixels of it. */
export async function contentKey(): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(sharp.versions));
  for (const path of [...(await sourceFiles()), KNOWN_TABLE]) hash.update(await readFile(path).catch(() => ""));
  return hash.digest("hex");
}

async function sourceFiles(): Promise<string[]> {
  const found = await Promise.all(SOURCES.map((folder) => filesUnder(join(TOOLS, folder))));
  return found.flat().filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts")).toSorted();
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
