/** Draws a page as SVG, for the renderer that turns it into pixels. */
import type { Face, LaidPage, Rule, TextRun } from "./laid-page.ts";

const SVG_FONT: Readonly<Record<Face, string>> = {
  serif: 'font-family="Liberation Serif"',
  "serif-bold": 'font-family="Liberation Serif" font-weight="bold"',
  "serif-italic": 'font-family="Liberation Serif" font-style="italic"',
  sans: 'font-family="Liberation Sans"',
  "sans-bold": 'font-family="Liberation Sans" font-weight="bold"',
  mono: 'font-family="Liberation Mono"',
  "dejavu-serif": 'font-family="DejaVu Serif"',
  "dejavu-sans": 'font-family="DejaVu Sans"',
};

export function paintSvg(page: LaidPage, dpi: number): string {
  const width = Math.round((page.widthPoints * dpi) / 72);
  const height = Math.round((page.heightPoints * dpi) / 72);
  const body = [...page.rules.map(paintRule), ...page.runs.map(paintRun)].join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${page.widthPoints} ${page.heightPoints}" preserveAspectRatio="none">
<rect width="100%" height="100%" fill="#fff"/>
${body}
</svg>`;
}

function paintRule({ x1, y1, x2, y2, widthPoints }: Rule): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#000" stroke-width="${widthPoints}"/>`;
}

function paintRun({ text, x, y, face, sizePoints }: TextRun): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${sizePoints}" ${SVG_FONT[face]} xml:space="preserve">${escapeXml(text)}</text>`;
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
