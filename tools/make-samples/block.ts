/** What the writer of a sample document puts on a page. */
import type { Face } from "./laid-page.ts";

export type Align = "left" | "right" | "centre" | "justified";

export type Block = TextBlock | LinesBlock | ListBlock | TableBlock | GapBlock | RuleBlock | ColumnBreakBlock;

/** One paragraph, broken into lines by the layout. */
export interface TextBlock {
  readonly kind: "text";
  readonly text: string;
  readonly face?: Face;
  readonly sizePoints?: number;
  readonly align?: Align;
}

/** Lines that stay as they are: an address, a signature. */
export interface LinesBlock {
  readonly kind: "lines";
  readonly lines: readonly string[];
  readonly face?: Face;
  readonly sizePoints?: number;
  readonly align?: Exclude<Align, "justified">;
}

/** Paragraphs with a label that hangs in front of each. */
export interface ListBlock {
  readonly kind: "list";
  readonly items: readonly { readonly label: string; readonly text: string }[];
}

/** A grid of ruled cells, one line each; the first row is the head. */
export interface TableBlock {
  readonly kind: "table";
  readonly columns: readonly { readonly widthPoints: number; readonly align: "left" | "right" }[];
  readonly rows: readonly (readonly string[])[];
}

export interface GapBlock {
  readonly kind: "gap";
  readonly heightPoints: number;
}

/** A line across the column. */
export interface RuleBlock {
  readonly kind: "rule";
}

/** The rest goes into the next column. */
export interface ColumnBreakBlock {
  readonly kind: "column-break";
}

export interface PageContent {
  readonly face: Face;
  readonly sizePoints: number;
  /** Above the columns, over the whole width. */
  readonly masthead?: readonly Block[];
  readonly columns?: 1 | 2 | 3;
  readonly marginPoints?: number;
  readonly blocks: readonly Block[];
}

export const text = (words: string, style: Omit<TextBlock, "kind" | "text"> = {}): TextBlock => ({ kind: "text", text: words, ...style });

export const lines = (all: readonly string[], style: Omit<LinesBlock, "kind" | "lines"> = {}): LinesBlock => ({ kind: "lines", lines: all, ...style });

export const gap = (heightPoints: number): GapBlock => ({ kind: "gap", heightPoints });

export const rule: RuleBlock = { kind: "rule" };

export const columnBreak: ColumnBreakBlock = { kind: "column-break" };

/** A list whose labels are given with the texts, such as `["1.", "First …"]`. */
export function list(items: readonly (readonly [label: string, text: string])[]): ListBlock {
  return { kind: "list", items: items.map(([label, words]) => ({ label, text: words })) };
}
