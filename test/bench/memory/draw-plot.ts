/** Memory over time as SVG, plain enough to be read in a page of documentation. */
import type { Look } from "./watch-run.ts";

const WIDTH = 720;
const HEIGHT = 260;
const MARGIN = { left: 56, right: 16, top: 28, bottom: 40 } as const;

export function drawPlot(looks: readonly Look[], title: string): string {
  const mostSeconds = Math.max(1, ...looks.map(({ seconds }) => seconds));
  const mostMebibytes = Math.ceil(Math.max(1, ...looks.map(({ mebibytes }) => mebibytes)) / 100) * 100;
  const x = (seconds: number): number => MARGIN.left + (seconds / mostSeconds) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (mebibytes: number): number => HEIGHT - MARGIN.bottom - (mebibytes / mostMebibytes) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = looks.map(({ seconds, mebibytes }) => `${x(seconds).toFixed(1)},${y(mebibytes).toFixed(1)}`).join(" ");
  const levels = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * mostMebibytes));
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * mostSeconds));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${MARGIN.left}" y="18">${title}</text>`,
    ...levels.map((level) => `<path d="M${MARGIN.left} ${y(level)}H${WIDTH - MARGIN.right}" stroke="#ddd"/><text x="${MARGIN.left - 6}" y="${y(level) + 4}" text-anchor="end">${level}</text>`),
    ...times.map((time) => `<text x="${x(time)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${time}</text>`),
    `<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 6}" text-anchor="end">seconds</text>`,
    `<polyline points="${line}" fill="none" stroke="#2563eb" stroke-width="1.5"/>`,
    "</svg>",
    "",
  ].join("\n");
}
