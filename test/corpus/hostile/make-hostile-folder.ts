/**
 * Makes the hostile files, all from fixed seeds: nothing of them is committed. `node test/corpus/hostile/make-hostile-folder.ts
 * <folder>` makes them for looking at; what must become of each stands in `expected.json`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { openPdf } from "../../../worker/handlers/ocr/pdfium.ts";
import type { HostileWorld, Makers } from "./hostile-file.ts";
import { JPEG_IMAGES } from "./kinds/jpeg-images.ts";
import { NAMED_FILES } from "./kinds/named-files.ts";
import { OTHER_TYPES } from "./kinds/other-types.ts";
import { PDF_BOMBS } from "./kinds/pdf-bombs.ts";
import { PDF_DAMAGE } from "./kinds/pdf-damage.ts";
import { PDF_DRAWING } from "./kinds/pdf-drawing.ts";
import { PDF_PAGES } from "./kinds/pdf-pages.ts";
import { PNG_IMAGES } from "./kinds/png-images.ts";
import { makeSpecialFiles } from "./kinds/special-files.ts";
import { TIFF_IMAGES } from "./kinds/tiff-images.ts";
import { onePage, WORDS } from "./pdf-file.ts";
import { writeContent } from "./write-content.ts";

/** Stands in files outside of the volume, and nowhere else. */
export const CANARY_WORDS = "Nobody may read this canary";

export interface HostileFolder {
  readonly volume: string;
  readonly world: HostileWorld;
  /** Ids of what this machine does not let anybody make, with why. */
  readonly missing: ReadonlyMap<string, string>;
}

const FOLDERS: Readonly<Record<string, readonly Makers[]>> = {
  pdf: [PDF_DAMAGE, PDF_BOMBS, PDF_PAGES, PDF_DRAWING],
  images: [PNG_IMAGES, JPEG_IMAGES, TIFF_IMAGES],
  others: [OTHER_TYPES],
};

/** In `<folder>/volume`, with canaries in `<folder>/outside`. */
export async function makeHostileFolder(folder: string): Promise<HostileFolder> {
  const volume = join(folder, "volume");
  const world = await makeWorld(join(folder, "outside"));
  for (const [name, makers] of Object.entries(FOLDERS)) {
    await mkdir(join(volume, name), { recursive: true });
    for (const [file, make] of makers.flatMap((each) => Object.entries(each))) await writeContent(join(volume, name, file), await make(world));
  }
  for (const { path, content } of NAMED_FILES) {
    const whole = Buffer.concat([Buffer.from(`${volume}/`), path]);
    await mkdir(whole.subarray(0, whole.lastIndexOf("/")), { recursive: true });
    await writeContent(whole, content(world));
  }
  return { volume, world, missing: await makeSpecialFiles(volume, world) };
}

async function makeWorld(outside: string): Promise<HostileWorld> {
  await mkdir(outside, { recursive: true });
  const world = { canaryText: join(outside, "canary.txt"), canaryPicture: join(outside, "canary.png"), picture: await drawWords(outside, WORDS) };
  await writeFile(world.canaryText, `BT /F1 24 Tf 72 600 Td (${CANARY_WORDS}) Tj ET\n`);
  await writeFile(world.canaryPicture, await drawWords(outside, CANARY_WORDS));
  return world;
}

const PICTURE_DPI = 150;
const POINTS_PER_INCH = 72;
/** Of the page, in pixels: where the words are, with paper around them. */
const PICTURE = { left: 60, top: 150, width: 1000, height: 260 } as const;

async function drawWords(folder: string, words: string): Promise<Buffer> {
  const path = join(folder, "words.pdf");
  const bytes = onePage({ content: `BT /F1 24 Tf 72 700 Td (${words}) Tj ET` });
  await writeFile(path, bytes);
  const document = await openPdf(path, bytes.length);
  const page = document.openPage(0);
  const [width, height] = [page.widthPoints, page.heightPoints].map((points) => Math.floor((points * PICTURE_DPI) / POINTS_PER_INCH)) as [number, number];
  const { pixels } = page.draw({ width, height });
  page.close();
  document.close();
  return sharp(pixels.data, { raw: { width, height, channels: 1 } }).extract(PICTURE).toColourspace("b-w").withMetadata({ density: PICTURE_DPI }).png().toBuffer();
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? "out/hostile");
  const { volume, missing } = await makeHostileFolder(folder);
  for (const [id, why] of missing) console.warn(`${id}: ${why}`);
  console.log(volume);
}
