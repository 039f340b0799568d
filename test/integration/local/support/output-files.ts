/** Reads what a run left in its output folder. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface ResultLine {
  readonly id: string;
  readonly index: number;
  readonly group?: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly message?: string;
  readonly attempts: number;
  readonly stages: readonly { readonly name: string; readonly millis: number; readonly attempts: number }[];
  readonly outputs: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly input?: { readonly bytes: number; readonly sha256: string };
  readonly result?: unknown;
  readonly worker?: string;
}

export async function readJsonLines(path: string): Promise<ResultLine[]> {
  const text = await readFile(path, "utf8");
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line) as ResultLine);
}

export async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
}

/** Paths of all files and empty folders below a folder, in order; `except` names folders at its top. */
export async function listFiles(folder: string, except: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  await walk("");
  return found.sort();

  async function walk(below: string): Promise<void> {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    if (entries.length === 0 && below !== "") found.push(`${below}/`);
    for (const entry of entries) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (below === "" && except.includes(entry.name)) continue;
      if (entry.isDirectory()) await walk(path);
      else found.push(path);
    }
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What must be the same however often a run was stopped: all but times, tries and who did it. */
export function withoutTimes(lines: readonly ResultLine[]): unknown[] {
  return lines.map(({ worker: _, stages, ...line }) => ({ ...line, stages: stages.map(({ name, attempts }) => ({ name, attempts })) }));
}
