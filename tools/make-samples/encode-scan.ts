/** Writes scans as the picture files that documents come as. */
import sharp from "sharp";
import type { Sharp } from "sharp";
import type { Scan } from "./scan-page.ts";

/** Grey PNG; few levels keep a clean page small. */
export async function encodePng(scan: Scan, levels: number): Promise<Uint8Array> {
  return toSharp(reduceLevels(scan, levels)).withDensity(scan.dpi).png({ compressionLevel: 9, adaptiveFiltering: false }).toBuffer();
}

export async function encodeJpeg(scan: Scan, quality: number): Promise<Uint8Array> {
  return toSharp(scan).withDensity(scan.dpi).jpeg({ quality, mozjpeg: true }).toBuffer();
}

export async function encodeWebp(scan: Scan, quality: number): Promise<Uint8Array> {
  return toSharp(scan).withDensity(scan.dpi).webp({ quality, effort: 6 }).toBuffer();
}

/** Black and white, CCITT group 4, one directory a page: what office scanners write. All scans must be of one size. */
export async function encodeTiff(scans: readonly Scan[]): Promise<Uint8Array> {
  const pages = await Promise.all(scans.map((scan) => toSharp(scan).png().toBuffer()));
  const dotsPerMillimetre = (scans[0]?.dpi ?? 200) / 25.4;
  const [only, ...more] = pages;
  return (more.length === 0 ? sharp(only) : sharp(pages, { join: { animated: true } }))
    .removeAlpha()
    .toColourspace("b-w")
    .tiff({ compression: "ccittfax4", bitdepth: 1, xres: dotsPerMillimetre, yres: dotsPerMillimetre })
    .toBuffer();
}

function toSharp({ pixels, width, height }: Scan): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace("b-w");
}

function reduceLevels(scan: Scan, levels: number): Scan {
  const step = 255 / (levels - 1);
  return { ...scan, pixels: scan.pixels.map((grey) => Math.round(Math.round(grey / step) * step)) };
}
