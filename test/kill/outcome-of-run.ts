/** All that a run has left, less what may differ from run to run: times, tries, attempts and workers. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface OutcomeOfRun {
  /** Lines of results.jsonl. */
  readonly documents: number;
  readonly failed: number;
  /** Path → hash of each output; the three files of Ream itself without what may differ. */
  readonly files: Readonly<Record<string, string>>;
}

const VARYING = new Set(["attempts", "worker", "millis", "startTime", "completionTime", "durationSeconds", "documentsPerHour", "uid"]);

export function readOutcome(output: string): OutcomeOfRun {
  const results = readLines(join(output, "results.jsonl"));
  return {
    documents: results.length,
    failed: results.filter((line) => line.includes('"outcome":"Failed"')).length,
    files: Object.fromEntries(listOutputs(output).map((name) => [name, digest(output, name)])),
  };
}

/** Names of the files in which two runs differ. */
export function findDifferences(want: OutcomeOfRun, got: OutcomeOfRun): string[] {
  const names = new Set([...Object.keys(want.files), ...Object.keys(got.files)]);
  return [...names].filter((name) => want.files[name] !== got.files[name]).sort();
}

function listOutputs(output: string): string[] {
  const entries = readdirSync(output, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1));
  return files.filter((name) => !name.startsWith(".ream/")).sort();
}

function digest(output: string, name: string): string {
  const text = name.endsWith(".jsonl") ? readLines(join(output, name)).map(withoutVarying).join("\n") : readFileSync(join(output, name));
  const stable = name === "summary.json" ? withoutVarying(text.toString()) : text;
  return createHash("sha256").update(stable).digest("hex");
}

function withoutVarying(json: string): string {
  return JSON.stringify(JSON.parse(json), (key, value: unknown) => (VARYING.has(key) ? undefined : value));
}

function readLines(path: string): string[] {
  return readFileSync(path, "utf8").split("\n").filter((line) => line !== "");
}
