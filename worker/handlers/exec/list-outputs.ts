/**
 * The files that a command left in its output folder.
 *
 * A file `NAME` becomes the output `<document id>.NAME`: leave `txt` or `marks.json` and it is found as `a/b.pdf.txt` or
 * `a/b.pdf.marks.json`. The next stage reads the primary one: the only file, or the one named `primary` or `primary.…`.
 */
import { readdir } from "node:fs/promises";
import { PermanentError } from "../../errors.ts";
import type { ProducedFile } from "../handler.ts";

const MAX_FILES = 64;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export async function listOutputs(folder: string): Promise<ProducedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length > MAX_FILES) throw invalid(`${entries.length} files; at most ${MAX_FILES} are taken`);
  for (const entry of entries) {
    if (!FILE_NAME.test(entry.name)) throw invalid("a file whose name is not made of at most 64 letters, digits, '.', '_' and '-'");
    if (!entry.isFile()) throw invalid(`\`${entry.name}\`, which is no regular file`);
  }
  const names = entries.map((entry) => entry.name).sort();
  const primary = names.length === 1 ? names[0] : names.find((name) => name === "primary" || name.startsWith("primary."));
  return names.map((name) => ({ file: name, suffix: `.${name}`, ...(name === primary ? { primary: true } : {}) }));
}

function invalid(what: string): PermanentError {
  return new PermanentError("InvalidResult", `the command left ${what} in its output folder`);
}
