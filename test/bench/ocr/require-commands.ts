/** The baseline is other people's commands: without them nothing can be compared. */
import { spawnSync } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { KNOWN_FOLDER } from "../../corpus/known/read-known.ts";
import { findNativeTesseract } from "../../../worker/handlers/ocr/native-engine.ts";

/** Throws with what to install. Returns the baseline's name. */
export async function requireCommands(): Promise<string> {
  const tesseract = await findNativeTesseract();
  const missing = [
    tesseract?.languages.has("eng") === true ? "" : "tesseract-ocr tesseract-ocr-eng",
    spawnSync("pdftoppm", ["-v"]).error === undefined ? "" : "poppler-utils",
    spawnSync("xargs", ["--version"]).error === undefined ? "" : "findutils",
  ].filter((name) => name !== "");
  if (tesseract === undefined || missing.length > 0) throw new Error(`bench-ocr compares with other commands, which are not here: apt-get install ${missing.join(" ")}`);
  if (tesseract.model !== "fast") throw new Error(`tesseract reads with the model "${tesseract.model}": unset TESSDATA_PREFIX, so that both sides read with the distribution's fast one`);
  await access(join(KNOWN_FOLDER, "drawn-from")).catch(() => {
    throw new Error("the documents are not drawn yet: make known");
  });
  return `tesseract ${tesseract.version}, fast, OMP_THREAD_LIMIT=1`;
}
