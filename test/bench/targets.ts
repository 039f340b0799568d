/** What a benchmark has to reach, and how it is told: a table for people, a file for machines. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly got: string;
  readonly passed: boolean;
}

export function atLeast(what: string, got: number, wanted: number): Target {
  return { what, wanted: `>= ${round(wanted)}`, got: round(got), passed: got >= wanted };
}

export function atMost(what: string, got: number, wanted: number): Target {
  return { what, wanted: `<= ${round(wanted)}`, got: round(got), passed: got <= wanted };
}

export function formatTargets(targets: readonly Target[]): string {
  const rows = targets.map(({ what, wanted, got, passed }) => [passed ? "pass" : "FAIL", what, got, wanted]);
  return formatTable([["", "target", "got", "wanted"], ...rows]);
}

/** Columns as wide as their widest cell; the first two to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0));
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}

/** Writes `out/bench/<name>.json` beside the facts of the machine, and returns its path. */
export function writeResult(name: string, result: object): string {
  const folder = join(import.meta.dirname, "../../out/bench");
  const path = join(folder, `${name}.json`);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify({ machine, finishedAt: new Date().toISOString(), ...result }, undefined, 2)}\n`);
  return path;
}

/** Three digits are enough for a measurement; large numbers with their thousands set apart. */
export function round(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 3 - Math.max(1, Math.ceil(Math.log10(Math.abs(value) + 1e-9)));
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.min(6, Math.max(0, digits)) });
}
