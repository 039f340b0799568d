/** Columns of text under each other, as wide as their widest cell. Pure. */
import { displayWidth } from "./display-width.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Lines without colours and without trailing spaces; each begins with `indent`. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], indent = "  "): string[] {
  const header = columns.map(({ title }) => title);
  const widths = columns.map((_, place) => Math.max(...[header, ...rows].map((row) => displayWidth(row[place] ?? ""))));
  return [header, ...rows].map((row) => (indent + columns.map((column, place) => pad(row[place] ?? "", { width: widths[place] ?? 0, align: column.align })).join("  ")).trimEnd());
}

function pad(cell: string, { width, align }: { readonly width: number; readonly align: Column["align"] }): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(cell)));
  return align === "right" ? space + cell : cell + space;
}
