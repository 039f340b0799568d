/**
 * What a script does: `xargs -P` over `tesseract`, a process a page, with OMP_THREAD_LIMIT=1 (with the default it takes eight times
 * as long). Pages of PDFs are drawn by `pdftoppm` in the same process and the same time, as Ream draws them in its own.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { measureProcess, type ProcessCost } from "../local/measured-process.ts";
import type { ComparedFile } from "./compared-files.ts";

/** $1: file, $2: output without its ending, $3: page of a PDF from 1, or 0. */
const READ_PAGE = `
if [ "$3" -eq 0 ]; then exec tesseract "$1" "$2" -l eng --psm 3; fi
pdftoppm -gray -r 300 -f "$3" -l "$3" -singlefile "$1" "$2" && exec tesseract "$2.pgm" "$2" -l eng --psm 3 --dpi 300
`;

export interface BaselineRun {
  readonly cost: ProcessCost;
  /** By id. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface BaselineChoices {
  readonly processes: number;
  /** Emptied before and after. */
  readonly output: string;
  /** Pages from 1 of each PDF; all where unset. */
  readonly pagesOfPdf?: readonly number[];
}

interface Unit {
  readonly file: ComparedFile;
  readonly base: string;
  readonly page: number;
}

export async function runBaseline(files: readonly ComparedFile[], { processes, output, pagesOfPdf }: BaselineChoices): Promise<BaselineRun> {
  await rm(output, { recursive: true, force: true });
  const units = files.flatMap((file) => toUnits(file, { output, pagesOfPdf }));
  for (const { base } of units) await mkdir(dirname(base), { recursive: true });
  const list = join(output, "units");
  await writeFile(list, units.map(({ file, base, page }) => `${file.path}\0${base}\0${page}\0`).join(""));
  const cost = await measureProcess("env", ["OMP_THREAD_LIMIT=1", "xargs", "-0", "-a", list, "-P", String(processes), "-n", "3", "sh", "-c", READ_PAGE, "sh"]);
  if (cost.exitCode !== 0) throw new Error(`the baseline ended with exit code ${cost.exitCode}\n${cost.said}`);
  const texts = await readTexts(units);
  await rm(output, { recursive: true });
  return { cost, texts };
}

function toUnits(file: ComparedFile, { output, pagesOfPdf }: { output: string; pagesOfPdf: readonly number[] | undefined }): Unit[] {
  const base = join(output, file.id);
  if (!file.row.kind.startsWith("pdf")) return [{ file, base, page: 0 }];
  const pages = pagesOfPdf ?? Array.from({ length: file.row.pages }, (_, index) => index + 1);
  return pages.map((page) => ({ file, base: `${base}.${page}`, page }));
}

async function readTexts(units: readonly Unit[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { file, base } of units) {
    const text = await readFile(`${base}.txt`, "utf8");
    texts.set(file.id, `${texts.get(file.id) ?? ""}\n${text}`);
  }
  return texts;
}
