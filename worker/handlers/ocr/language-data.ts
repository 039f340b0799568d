/** Where the WebAssembly engine finds its models: on this machine, never on the network. */
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** All languages of one engine must lie in one folder. */
export interface LanguageData {
  readonly folder: string;
  readonly isGzip: boolean;
  /** `fast` or `best_int`. */
  readonly model: string;
}

/** Distributions ship the fast models: as good as best_int on the whole, in 0.7 of the time. */
const SYSTEM_FOLDERS = [
  "/usr/share/tesseract-ocr/5/tessdata",
  "/usr/share/tesseract-ocr/4.00/tessdata",
  "/usr/share/tessdata",
  "/usr/local/share/tessdata",
  "/opt/homebrew/share/tessdata",
] as const;

/** Undefined where no folder has them all. */
export async function findLanguageData(languages: readonly string[]): Promise<LanguageData | undefined> {
  for (const folder of SYSTEM_FOLDERS) {
    if (await hasAll(folder, languages, ".traineddata")) return { folder, isGzip: false, model: "fast" };
  }
  return findPackagedData(languages);
}

/** Of npm packages: what is there on every machine. */
export async function findPackagedData(languages: readonly string[]): Promise<LanguageData | undefined> {
  const folder = languages[0] === undefined ? undefined : packageFolder(languages[0]);
  if (folder === undefined || !(await hasAll(folder, languages, ".traineddata.gz"))) return undefined;
  return { folder, isGzip: true, model: "best_int" };
}

/** The npm package of a language holds that language alone. */
function packageFolder(language: string): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/package.json`)), "4.0.0_best_int");
  } catch {
    return undefined;
  }
}

async function hasAll(folder: string, languages: readonly string[], ending: string): Promise<boolean> {
  const found = await Promise.all(languages.map((language) => access(join(folder, `${language}${ending}`)).then(() => true, () => false)));
  return found.every(Boolean);
}
