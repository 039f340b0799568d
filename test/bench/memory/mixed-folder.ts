/** A folder of documents as a small office would have them, no two alike: PDFs with text, scans, pictures, and a few that are broken. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePdf, makeScan, makeTiff } from "../../../worker/handlers/testing/make-documents.ts";
import { createRandom, type Random } from "../../model/random.ts";

const WORDS = ["harbour", "invoice", "seventeen", "barrels", "letter", "between", "Monday", "received", "thanks", "payment", "garden", "window", "reference", "enclosed", "ladder", "quarter"];
const SCAN_DPI = 100;
const FILES_PER_FOLDER = 100;

type Maker = (scratch: string, random: Random) => Promise<{ readonly name: string; readonly bytes: Uint8Array }>;

/** With how many of a hundred documents each is. */
const KINDS: readonly (readonly [number, Maker])[] = [
  [50, async (_, random) => ({ name: "letter.pdf", bytes: await makePdf([{ lines: lines(random) }]) })],
  [20, async (_, random) => ({ name: "report.pdf", bytes: await makePdf(Array.from({ length: 12 }, () => ({ lines: lines(random) }))) })],
  [10, async (folder, random) => ({ name: "scan.png", bytes: await (await makeScan(folder, lines(random), SCAN_DPI)).png().toBuffer() })],
  [10, async (folder, random) => ({ name: "photo.jpg", bytes: await (await makeScan(folder, lines(random), SCAN_DPI)).jpeg().toBuffer() })],
  [3, async (folder, random) => ({ name: "scanned.pdf", bytes: await makePdf([{ scan: await scanned(folder, random) }, { lines: lines(random) }]) })],
  [3, async (folder, random) => ({ name: "fax.tif", bytes: await makeTiff([await scanned(folder, random), await scanned(folder, random)]) })],
  [4, async (_, random) => ({ name: "broken.pdf", bytes: (await makePdf([{ lines: lines(random) }])).slice(0, 400) })],
];

/** Returns how many of them are broken. */
export async function makeMixedFolder(folder: string, documents: number): Promise<number> {
  const random = createRandom(7);
  const scratch = await mkdtemp(join(tmpdir(), "mixed-folder-"));
  let broken = 0;
  for (let index = 0; index < documents; index += 1) {
    const place = join(folder, String(Math.floor(index / FILES_PER_FOLDER)));
    await mkdir(place, { recursive: true });
    const { name, bytes } = await pick(random)(scratch, random);
    await writeFile(join(place, `${index}-${name}`), bytes);
    if (name.startsWith("broken")) broken += 1;
  }
  await rm(scratch, { recursive: true, force: true });
  return broken;
}

function pick(random: Random): Maker {
  let draw = random.below(100);
  for (const [share, maker] of KINDS) {
    if (draw < share) return maker;
    draw -= share;
  }
  throw new Error("the shares do not add up to 100");
}

async function scanned(folder: string, random: Random): Promise<Buffer> {
  return (await makeScan(folder, lines(random), SCAN_DPI)).png().toBuffer();
}

function lines(random: Random): string[] {
  return Array.from({ length: 6 + random.below(6) }, () => Array.from({ length: 5 }, () => WORDS[random.below(WORDS.length)] ?? "").join(" "));
}
