/** Words as instructions of a PDF that put them where they stand in the picture, and show nothing. */
import { boxAround, compose, linesOf, place, type LayoutWord, type Matrix, type PageLayout } from "../page-layout.ts";
import { GLYPH_WIDTH, UNITS_PER_EM } from "./glyphless-font.ts";

/** `toUser`: from pixels of the page to the PDF's own places. `font` is its name on the page. */
export function invisibleText({ words, toPage }: PageLayout, { toUser, font }: { readonly toUser: Matrix; readonly font: string }): string {
  const toPlace = compose(toUser, toPage);
  const lines = linesOf(words).map((line) => lineOfText(line, toPlace, font));
  // Text rendering mode 3: neither filled nor stroked.
  return lines.length === 0 ? "" : `q BT 3 Tr\n${lines.join("")}ET Q\n`;
}

/** All words of a line are as high as it is: so a viewer marks it evenly. */
function lineOfText(line: readonly LayoutWord[], toPlace: Matrix, font: string): string {
  const { top, bottom } = boxAround(line.map(({ box }) => box));
  return line.map((word, index) => wordOfText(word, { top, bottom, toPlace, font, isLast: index === line.length - 1 })).join("");
}

interface Placing {
  readonly top: number;
  readonly bottom: number;
  readonly toPlace: Matrix;
  readonly font: string;
  readonly isLast: boolean;
}

function wordOfText({ text, box: { left, right } }: LayoutWord, { top, bottom, toPlace, font, isLast }: Placing): string {
  const shown = text.toWellFormed();
  const size = Math.max(1, bottom - top);
  const width = Math.max(1, right - left);
  const stretch = (100 * width) / ((shown.length * size * GLYPH_WIDTH) / UNITS_PER_EM);
  const middle = place(toPlace, (left + right) / 2, (top + bottom) / 2);
  const matrix = compose(straighten(toPlace, middle), [1, 0, 0, -1, -width / 2, size / 2]);
  // A space behind it, for readers that do not tell words by the gaps between them.
  return `/${font} ${format(size)} Tf ${format(stretch)} Tz ${matrix.map(format).join(" ")} Tm <${toHex(isLast ? shown : `${shown} `)}> Tj\n`;
}

/** Each word stands straight, whatever the slope of its line: readers tear slanting words apart (seen with poppler). */
function straighten([a, b, c, d]: Matrix, [x, y]: readonly [number, number]): Matrix {
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  const quarters = Math.round(Math.atan2(b, a) / (Math.PI / 2));
  const [cos, sin] = [Math.round(Math.cos((quarters * Math.PI) / 2)) * scale, Math.round(Math.sin((quarters * Math.PI) / 2)) * scale];
  // Pixels count downwards, a PDF upwards: what was mirrored stays so.
  return a * d - b * c < 0 ? [cos, sin, sin, -cos, x, y] : [cos, sin, -sin, cos, x, y];
}

/** Codes are UTF-16, which the font's ToUnicode map hands through. */
function toHex(text: string): string {
  return Buffer.from(text, "utf16le").swap16().toString("hex");
}

/** PDF knows no exponents. */
function format(value: number): string {
  return String(Number(value.toFixed(4)));
}
