/** Turns a laid-out page into the picture that a scanner, a camera or a fax machine would have made of it. */
import sharp from "sharp";
import type { LaidPage } from "./laid-page.ts";
import { paintSvg } from "./paint-svg.ts";
import { createRandom } from "./random.ts";

export interface ScanLook {
  readonly dpi: number;
  readonly seed: number;
  /** How far the sheet lay askew, clockwise. */
  readonly skewDegrees?: number;
  /** Softness of the optics: sigma in pixels. */
  readonly blurPixels?: number;
  /** Grey value of clean paper and of full ink, 0 to 255. */
  readonly paper?: number;
  readonly ink?: number;
  /** Largest grey-level error of a pixel. */
  readonly grain?: number;
  /** Share of pixels turned black or white, as on a bad line. */
  readonly specks?: number;
  /** How much darker the far corner is than the lit one, 0 to 1. */
  readonly shade?: number;
}

/** Grey pixels, one byte each, row by row. */
export interface Scan {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly pixels: Uint8Array;
}

export async function scanPage(page: LaidPage, look: ScanLook): Promise<Scan> {
  const scan = await renderPage(page, look);
  tone(scan, look);
  shade(scan, look.shade ?? 0);
  roughen(scan, look);
  return scan;
}

async function renderPage(page: LaidPage, { dpi, skewDegrees = 0, blurPixels = 0 }: ScanLook): Promise<Scan> {
  const flat = await sharp(Buffer.from(paintSvg(page, dpi))).flatten({ background: "#fff" }).toColourspace("b-w").png().toBuffer();
  const turned = skewDegrees === 0 ? flat : await skew(flat, skewDegrees);
  const soft = blurPixels === 0 ? sharp(turned) : sharp(turned).blur(blurPixels);
  const { data, info } = await soft.toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, dpi, pixels: new Uint8Array(data) };
}

/** The sheet turned on the scanner's glass; the picture keeps its size, so corners may leave it. */
async function skew(png: Buffer, degrees: number): Promise<Buffer> {
  const { width, height } = await sharp(png).metadata();
  const turned = await sharp(png).rotate(degrees, { background: "#fff" }).png().toBuffer();
  return sharp(turned).resize(width, height, { fit: "cover", position: "centre", withoutEnlargement: true }).png().toBuffer();
}

function tone({ pixels }: Scan, { paper = 255, ink = 0 }: ScanLook): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = ink + Math.round(((pixels[i] ?? 0) * (paper - ink)) / 255);
}

/** Light from the top left that falls off towards the bottom right, as in a picture taken by hand. */
function shade({ width, height, pixels }: Scan, depth: number): void {
  if (depth === 0) return;
  for (let i = 0; i < pixels.length; i++) {
    const across = (i % width) / width;
    const down = Math.floor(i / width) / height;
    const light = 1 - depth * ((across + 2 * down) / 3) ** 1.5;
    pixels[i] = Math.round((pixels[i] ?? 0) * light);
  }
}

function roughen({ pixels }: Scan, { seed, grain = 0, specks = 0 }: ScanLook): void {
  if (grain === 0 && specks === 0) return;
  const random = createRandom(seed);
  for (let i = 0; i < pixels.length; i++) {
    const error = (random() + random() - 1) * grain;
    const isSpeck = random() < specks;
    pixels[i] = isSpeck ? Math.round(random()) * 255 : clampGrey((pixels[i] ?? 0) + error);
  }
}

function clampGrey(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
