/** One job over hostile files, started as a person would, by a user who may not read everything. */
import { execFileSync } from "node:child_process";
import type { TestFolder } from "../local/support/test-folder.ts";

export const DOCUMENT_TIMEOUT_SECONDS = 20;
export const PAGE_TIMEOUT_SECONDS = 10;
/** Of one slot. */
export const MEMORY_LIMIT_MIB = 560;
export const WORKERS = 2;

interface HostileJob {
  readonly name: string;
  readonly source: object;
  readonly engine?: string;
}

/** Writes the job file, and gives the words of the command line. */
export async function writeHostileJob(folder: TestFolder, { name, source, engine = "auto" }: HostileJob): Promise<string[]> {
  const apiVersion = "ream.dev/v1alpha1";
  const memory = `${MEMORY_LIMIT_MIB}Mi`;
  const pool = { handler: "ocr", documentTimeoutSeconds: DOCUMENT_TIMEOUT_SECONDS, resources: { requests: { memory }, limits: { memory } } };
  const pipeline = [{ pool: "ocr", options: { engine, pageTimeoutSeconds: PAGE_TIMEOUT_SECONDS } }];
  const resources = [
    { apiVersion, kind: "WorkerPool", metadata: { name: "ocr" }, spec: pool },
    { apiVersion, kind: "BatchJob", metadata: { name }, spec: { source, pipeline, retry: { maxAttempts: 1 } } },
  ];
  await folder.write(`${name}.yaml`, resources.map((each) => JSON.stringify(each)).join("\n---\n"));
  return ["run", folder.at(`${name}.yaml`), "--output", folder.at(`${name}-out`), "--workers", String(WORKERS), "--json"];
}

const READ_EVERYTHING = "-dac_override,-dac_read_search";

/** Root reads what nobody may read, unless it gives up that right. */
export function withoutReadingEverything(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const rights = [`--bounding-set=${READ_EVERYTHING}`, `--inh-caps=${READ_EVERYTHING}`];
  execFileSync("setpriv", [...rights, "true"]);
  return ["setpriv", ...rights];
}

export function hasNativeEngine(): boolean {
  try {
    return execFileSync("tesseract", ["--list-langs"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).includes("eng");
  } catch {
    return false;
  }
}
