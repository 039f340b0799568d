/** Refuses to draw with the wrong fonts. */
import sharp from "sharp";
import type { Measure } from "./font-metrics.ts";
import type { Face } from "./laid-page.ts";
import { paintSvg } from "./paint-svg.ts";

const PROBE = "Hamburgefonstiv WAVE 0123456789 quick brown fox";
const LIBERATION: readonly Face[] = ["serif", "serif-bold", "serif-italic", "sans", "sans-bold", "mono"];
const DEJAVU: readonly Face[] = ["dejavu-serif", "dejavu-sans"];
const DPI = 200;
/** Rendered ink ends a little before the last glyph's own width does; another font is off by far more. */
const TOLERANCE = 0.02;

/**
 * Checks what the layout relies on: that each face is rendered as wide as it was measured. A machine without the fonts silently
 * draws with another one, whose lines run off the page.
 */
export async function requireFonts(measure: Measure, { withDejavu = false } = {}): Promise<void> {
  await requireFamily(LIBERATION, { name: "Liberation", debianPackage: "fonts-liberation", measure });
  if (withDejavu) await requireFamily(DEJAVU, { name: "DejaVu", debianPackage: "fonts-dejavu-core", measure });
}

interface Family {
  readonly name: string;
  readonly debianPackage: string;
  readonly measure: Measure;
}

async function requireFamily(faces: readonly Face[], { name, debianPackage, measure }: Family): Promise<void> {
  const wrong: Face[] = [];
  for (const face of faces) {
    if (!(await isRenderedAsMeasured(face, measure))) wrong.push(face);
  }
  if (wrong.length === 0) return;
  throw new Error(`the ${name} fonts are missing (${wrong.join(", ")}): apt-get install ${debianPackage}, then run this again`);
}

async function isRenderedAsMeasured(face: Face, measure: Measure): Promise<boolean> {
  const style = { face, sizePoints: 12 };
  const page = { widthPoints: 595, heightPoints: 60, rules: [], lines: [], runs: [{ ...style, text: PROBE, x: 20, y: 40 }] };
  const { info } = await sharp(Buffer.from(paintSvg(page, DPI))).flatten({ background: "#fff" }).trim().toBuffer({ resolveWithObject: true });
  const expected = (measure(PROBE, style) * DPI) / 72;
  return Math.abs(info.width - expected) / expected < TOLERANCE;
}
