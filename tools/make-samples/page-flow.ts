/** Puts blocks on a page from top to bottom, column by column. */
import type { Align, Block, ListBlock, PageContent, TableBlock } from "./block.ts";
import { breakLines } from "./break-lines.ts";
import type { Measure } from "./font-metrics.ts";
import { A4_HEIGHT_POINTS, A4_WIDTH_POINTS } from "./laid-page.ts";
import type { LaidPage, Rule, TextRun, TextStyle } from "./laid-page.ts";

const LINE_HEIGHT = 1.45;
const PARAGRAPH_GAP = 0.8;
/** Room in a line below the letters' feet. */
const DESCENT = 0.3;
const CELL_HEIGHT = 1.6;
const CAP_HEIGHT = 0.7;
const COLUMN_GAP_POINTS = 24;
const LABEL_WIDTH_POINTS = 24;
const CELL_PADDING_POINTS = 4;
const RULE_WIDTH_POINTS = 0.8;

interface Frame {
  readonly x: number;
  readonly widthPoints: number;
}

/** A page was given more text than it takes. */
export class PageFullError extends Error {
  constructor(lastLine: string) {
    super(`the page is full after "${lastLine}": shorten its text or make it smaller`);
    this.name = "PageFullError";
  }
}

/** Lays one page out; more text than the page takes is a PageFullError, so that no sample silently loses words. */
export function layOutPage(content: PageContent, measure: Measure): LaidPage {
  const flow = new PageFlow(content, measure);
  for (const block of content.masthead ?? []) flow.put(block);
  flow.openColumns(content.columns ?? 1);
  for (const block of content.blocks) flow.put(block);
  return flow.toPage();
}

/** State: the frames (columns) still to fill, the one in hand, and how far down it is filled. */
class PageFlow {
  readonly #measure: Measure;
  readonly #style: TextStyle;
  readonly #marginPoints: number;
  readonly #runs: TextRun[] = [];
  readonly #rules: Rule[] = [];
  readonly #lines: string[] = [];
  #frame: Frame;
  #nextFrames: readonly Frame[] = [];
  #top: number;
  #y: number;

  constructor(content: PageContent, measure: Measure) {
    this.#measure = measure;
    this.#style = { face: content.face, sizePoints: content.sizePoints };
    this.#marginPoints = content.marginPoints ?? 64;
    this.#frame = { x: this.#marginPoints, widthPoints: A4_WIDTH_POINTS - 2 * this.#marginPoints };
    this.#top = this.#marginPoints;
    this.#y = this.#top;
  }

  openColumns(count: 1 | 2 | 3): void {
    const { x, widthPoints } = this.#frame;
    const column = (widthPoints - (count - 1) * COLUMN_GAP_POINTS) / count;
    this.#frame = { x, widthPoints: column };
    this.#nextFrames = Array.from({ length: count - 1 }, (_, index) => ({ x: x + (index + 1) * (column + COLUMN_GAP_POINTS), widthPoints: column }));
    this.#top = this.#y;
  }

  put(block: Block): void {
    switch (block.kind) {
      case "text":
        return this.#putParagraph(block.text, { style: this.#styleOf(block), align: block.align ?? "left", indentPoints: 0 });
      case "lines":
        return this.#putLines(block.lines, this.#styleOf(block), block.align ?? "left");
      case "list":
        return this.#putList(block);
      case "table":
        return this.#putTable(block);
      case "gap":
        this.#y += block.heightPoints;
        return;
      case "rule":
        return this.#putRule();
      case "column-break":
        return this.#moveOn();
    }
  }

  toPage(): LaidPage {
    return { widthPoints: A4_WIDTH_POINTS, heightPoints: A4_HEIGHT_POINTS, runs: this.#runs, rules: this.#rules, lines: this.#lines };
  }

  #styleOf(block: Partial<TextStyle>): TextStyle {
    return { face: block.face ?? this.#style.face, sizePoints: block.sizePoints ?? this.#style.sizePoints };
  }

  #putParagraph(words: string, { style, align, indentPoints }: { style: TextStyle; align: Align; indentPoints: number }): void {
    const broken = breakLines(words, { measure: this.#measure, style, widthPoints: this.#frame.widthPoints - indentPoints });
    broken.forEach((line, index) => {
      const isLast = index === broken.length - 1;
      this.#putLine(line, { style, align: align === "justified" && isLast ? "left" : align, indentPoints });
    });
    this.#y += style.sizePoints * PARAGRAPH_GAP;
  }

  #putLines(lines: readonly string[], style: TextStyle, align: Align): void {
    for (const line of lines) this.#putLine(line, { style, align, indentPoints: 0 });
    this.#y += style.sizePoints * PARAGRAPH_GAP;
  }

  #putList({ items }: ListBlock): void {
    for (const { label, text } of items) {
      const style = this.#style;
      const first = this.#lines.length;
      const firstRun = this.#runs.length;
      this.#putParagraph(text, { style, align: "left", indentPoints: LABEL_WIDTH_POINTS });
      const hung = this.#runs[firstRun];
      if (hung === undefined) continue;
      // In front of its text, or a PDF's text layer would give the label after it.
      this.#runs.splice(firstRun, 0, { ...style, text: label, x: hung.x - LABEL_WIDTH_POINTS, y: hung.y });
      this.#lines[first] = `${label} ${this.#lines[first] ?? ""}`;
    }
  }

  #putLine(line: string, { style, align, indentPoints }: { style: TextStyle; align: Align; indentPoints: number }): void {
    this.#takeHeight(style.sizePoints * LINE_HEIGHT);
    const y = this.#y - style.sizePoints * DESCENT;
    const left = this.#frame.x + indentPoints;
    const spare = this.#frame.widthPoints - indentPoints - this.#measure(line, style);
    this.#lines.push(line);
    if (align === "justified") this.#runs.push(...this.#spread(line, { style, left, y, spare }));
    else this.#runs.push({ ...style, text: line, x: left + shiftOf(align, spare), y });
  }

  /** Word by word, with the spare width shared out between them. */
  #spread(line: string, { style, left, y, spare }: { style: TextStyle; left: number; y: number; spare: number }): TextRun[] {
    const words = line.split(" ");
    const extra = words.length > 1 ? spare / (words.length - 1) : 0;
    return words.map((text, index) => {
      const before = words.slice(0, index).map((word) => `${word} `).join("");
      return { ...style, text, x: left + this.#measure(before, style) + index * extra, y };
    });
  }

  #putTable({ columns, rows }: TableBlock): void {
    const widthPoints = columns.reduce((sum, column) => sum + column.widthPoints, 0);
    const height = this.#style.sizePoints * CELL_HEIGHT;
    const top = this.#y;
    this.#putRuleAt(top, widthPoints);
    rows.forEach((row, index) => this.#putRow(row, { columns, style: index === 0 ? toBold(this.#style) : this.#style, height }));
    const edges = columns.reduce<number[]>((all, column) => [...all, (all.at(-1) ?? 0) + column.widthPoints], [0]);
    for (const edge of edges) {
      const x = this.#frame.x + edge;
      this.#rules.push({ x1: x, y1: top, x2: x, y2: this.#y, widthPoints: RULE_WIDTH_POINTS });
    }
    this.#y += this.#style.sizePoints * PARAGRAPH_GAP;
  }

  #putRow(row: readonly string[], { columns, style, height }: { columns: TableBlock["columns"]; style: TextStyle; height: number }): void {
    this.#takeHeight(height);
    let x = this.#frame.x;
    for (const [index, column] of columns.entries()) {
      const text = row[index] ?? "";
      const spare = column.widthPoints - 2 * CELL_PADDING_POINTS - this.#measure(text, style);
      if (spare < 0) throw new Error(`the cell "${text}" must be shorter, or its column wider`);
      const y = this.#y - (style.sizePoints * (CELL_HEIGHT - CAP_HEIGHT)) / 2;
      if (text !== "") this.#runs.push({ ...style, text, x: x + CELL_PADDING_POINTS + shiftOf(column.align, spare), y });
      x += column.widthPoints;
    }
    this.#lines.push(row.filter((cell) => cell !== "").join(" "));
    this.#putRuleAt(this.#y, x - this.#frame.x);
  }

  #putRule(): void {
    this.#y += 2;
    this.#putRuleAt(this.#y, this.#frame.widthPoints);
    this.#y += 8;
  }

  #putRuleAt(y: number, widthPoints: number): void {
    this.#rules.push({ x1: this.#frame.x, y1: y, x2: this.#frame.x + widthPoints, y2: y, widthPoints: RULE_WIDTH_POINTS });
  }

  #takeHeight(height: number): void {
    const bottom = A4_HEIGHT_POINTS - this.#marginPoints;
    if (this.#y + height > bottom) this.#moveOn();
    this.#y += height;
  }

  #moveOn(): void {
    const [next, ...rest] = this.#nextFrames;
    if (next === undefined) throw new PageFullError(this.#lines.at(-1) ?? "");
    this.#frame = next;
    this.#nextFrames = rest;
    this.#y = this.#top;
  }
}

function shiftOf(align: Align, spare: number): number {
  if (align === "right") return spare;
  return align === "centre" ? spare / 2 : 0;
}

function toBold(style: TextStyle): TextStyle {
  const face = style.face.startsWith("sans") ? "sans-bold" : "serif-bold";
  return { ...style, face };
}
