/**
 * `make known`: draws the documents with known texts into out/corpus/known, and writes the table of them anew.
 *
 * Nothing is drawn when nothing has changed since. It needs fonts (`apt-get install fonts-liberation fonts-dejavu-core`); the same
 * versions of fonts and libraries give the same bytes.
 */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { KNOWN_FOLDER, KNOWN_TABLE } from "../test/corpus/known/read-known.ts";
import { contentKey } from "./make-known/content-key.ts";
import { KNOWN_DOCUMENTS } from "./make-known/known-documents.ts";
import { createMeasure } from "./make-samples/font-metrics.ts";
import { requireFonts } from "./make-samples/require-fonts.ts";

const KEY_FILE = "drawn-from";

async function makeKnown(): Promise<void> {
  await writeFile(KNOWN_TABLE, `[\n${KNOWN_DOCUMENTS.map(({ row }) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);
  const key = await contentKey();
  if ((await readKey()) === key) return console.log(`${KNOWN_FOLDER} is as it should be`);
  const folder = `${KNOWN_FOLDER}.new`;
  await rm(folder, { recursive: true, force: true });
  await drawInto(folder);
  await writeFile(join(folder, KEY_FILE), key);
  // Whole or not at all: a folder half drawn would be measured as if it were all.
  await rm(KNOWN_FOLDER, { recursive: true, force: true });
  await rename(folder, KNOWN_FOLDER);
}

async function drawInto(folder: string): Promise<void> {
  sharp.concurrency(1);
  const measure = await createMeasure();
  await requireFonts(measure, { withDejavu: true });
  console.log("Drawing the documents with known texts (once; about two minutes)");
  let characters = 0;
  for (const { row, make } of KNOWN_DOCUMENTS) {
    const { bytes, truth } = await make(measure);
    await write(join(folder, row.file), bytes);
    if (truth === undefined) continue;
    if (truth.length !== row.pages) throw new Error(`${row.file} must have ${row.pages} pages, and has ${truth.length}`);
    await write(join(folder, "truth", `${row.file}.txt`), truth.join("\f"));
    if (row.use === "pages") characters += truth.join("").length;
  }
  const pages = KNOWN_DOCUMENTS.filter(({ row }) => row.use === "pages").reduce((sum, { row }) => sum + row.pages, 0);
  console.log(`${pages} pages with ${characters} known characters, and ${KNOWN_DOCUMENTS.filter(({ row }) => row.use !== "pages").map(({ row }) => `${row.pages} pages in ${row.file}`).join(", ")}`);
}

async function readKey(): Promise<string | undefined> {
  return readFile(join(KNOWN_FOLDER, KEY_FILE), "utf8").catch(() => undefined);
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

try {
  await makeKnown();
} catch (error) {
  console.error(`make-known: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
