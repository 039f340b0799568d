/** One run of the real command over a folder: what it took, and what it read. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { measureProcess, type ProcessCost } from "../local/measured-process.ts";
import type { ComparedFiles } from "./compared-files.ts";

export interface ReamRun {
  readonly cost: ProcessCost;
  /** By id. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of all that read a page. */
  readonly engines: readonly string[];
  /** Spent by all documents together, on all slots. */
  readonly documentsMs: number;
  /** Pages that were turned and read again. */
  readonly turnedPages: number;
}

export interface ReamChoices {
  readonly workers: number;
  /** Emptied before and after. */
  readonly output: string;
  /** `option=value` of the stage. */
  readonly settings: readonly string[];
}

const REAM = join(import.meta.dirname, "../../../ream");

const page = z.object({ turnedDegrees: z.number().optional() });
const resultRow = z.object({
  id: z.string(),
  outcome: z.string(),
  engine: z.string().optional(),
  stages: z.array(z.object({ millis: z.number() })),
  result: z.object({ pageDetails: z.array(page).default([]) }).optional(),
});

export async function runReam({ folder, files }: ComparedFiles, { workers, output, settings }: ReamChoices): Promise<ReamRun> {
  await rm(output, { recursive: true, force: true });
  const set = settings.flatMap((setting) => ["--set", `ocr.${setting}`]);
  const cost = await measureProcess(REAM, ["run", "--pipeline", "ocr", folder, "--output", output, "--workers", String(workers), ...set]);
  if (cost.exitCode !== 0) throw new Error(`ream run ended with exit code ${cost.exitCode}\n${cost.said}`);
  const rows = await readResults(output);
  const bad = rows.find(({ outcome }) => outcome !== "Succeeded");
  if (bad !== undefined || rows.length !== files.length) throw new Error(`${rows.length} of ${files.length} documents have results; not read: ${bad?.id ?? "none of them"}`);
  const texts = new Map<string, string>();
  for (const { id } of files) texts.set(id, await readFile(join(output, `${id}.txt`), "utf8"));
  await rm(output, { recursive: true });
  return {
    cost,
    texts,
    engines: [...new Set(rows.flatMap(({ engine }) => engine ?? []))],
    documentsMs: rows.reduce((sum, { stages }) => sum + stages.reduce((all, { millis }) => all + millis, 0), 0),
    turnedPages: rows.flatMap(({ result }) => result?.pageDetails ?? []).filter(({ turnedDegrees }) => turnedDegrees !== undefined).length,
  };
}

async function readResults(output: string): Promise<z.infer<typeof resultRow>[]> {
  const lines = (await readFile(join(output, "results.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => resultRow.parse(JSON.parse(line)));
}
