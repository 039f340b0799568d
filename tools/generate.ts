/** Writes what is made from the contract, or with `--check` names the files that differ from it and exits 1. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { generateFiles } from "./generate/generated-files.ts";

const ROOT = join(import.meta.dirname, "..");

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}

async function findDiffering(files: ReadonlyMap<string, string>, folder: string): Promise<readonly string[]> {
  const judged = await Promise.all([...files].map(async ([path, text]) => ((await readIfThere(join(folder, path))) === text ? [] : [path])));
  return judged.flat();
}

async function writeFiles(files: ReadonlyMap<string, string>, folder: string): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false }, root: { type: "string", default: ROOT } } });
const files = generateFiles();
const differing = await findDiffering(files, values.root);
if (!values.check) await writeFiles(files, values.root);
else if (differing.length > 0) {
  console.error(`not as generated; run make generate:\n${differing.map((path) => `  ${path}`).join("\n")}`);
  process.exitCode = 1;
}
