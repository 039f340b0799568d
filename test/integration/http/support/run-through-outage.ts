/** A whole run of 300 documents against an unsteady service, and what it left. */
import { readFile } from "node:fs/promises";
import { readJson, readJsonLines, type ResultLine } from "../../local/support/output-files.ts";
import { type ReamEnd, runReam } from "../../local/support/run-ream.ts";
import { makeTestFolder } from "../../local/support/test-folder.ts";
import { makeUnsteadyService, type UnsteadyService } from "./unsteady-service.ts";

export const DOCUMENTS = 300;
export const RATE_PER_SECOND = 40;
const MARGIN_MS = 120_000;

export interface OutageRun {
  readonly end: ReamEnd;
  readonly service: UnsteadyService;
  readonly results: readonly ResultLine[];
  readonly summary: Record<string, unknown>;
  /** Lines of the log. */
  readonly log: readonly Record<string, unknown>[];
  /** Records of documents that were given back, in the ledger. */
  readonly returned: number;
}

export async function runThroughOutage(outageSeconds: number): Promise<OutageRun> {
  const folder = await makeTestFolder();
  const service = await makeUnsteadyService({ outageSeconds, outageAtCall: 120, quotaAtCalls: [40, 220] });
  try {
    for (let index = 0; index < DOCUMENTS; index++) await folder.write(`docs/${String(index).padStart(3, "0")}.txt`, `document ${index}`);
    await folder.write("job.yaml", resources(service.url).map((each) => JSON.stringify(each)).join("\n---\n"));
    const words = ["run", folder.at("job.yaml"), "--volume", `docs=${folder.at("docs")}`, "--output", folder.at("out")];
    const end = await runReam(words, { environment: { REAM_LOG_LEVEL: "info" }, timeoutMs: outageSeconds * 1000 + MARGIN_MS });
    const ledger = await readFile(folder.at("out/.ream/ledger.jsonl"), "utf8");
    const returned = ledger.split('"Returned"').length - 1;
    return { end, service, returned, log: linesOf(end.stderr), results: await readJsonLines(folder.at("out/results.jsonl")), summary: await readJson(folder.at("out/summary.json")) };
  } finally {
    await service.close();
    await folder.remove();
  }
}

function resources(url: string): object[] {
  const apiVersion = "ream.dev/v1alpha1";
  const pool = { handler: "http", http: { url, ratePerSecond: RATE_PER_SECOND }, execution: "io", concurrency: 8, scaling: { itemsPerReplica: 8 }, documentTimeoutSeconds: 60 };
  const spec = { source: { volume: { name: "docs" } }, pipeline: [{ pool: "marker" }], batchSize: 5, retry: { maxAttempts: 4, initialDelaySeconds: 1, multiplier: 1, maxDelaySeconds: 1 } };
  return [{ apiVersion, kind: "WorkerPool", metadata: { name: "marker" }, spec: pool }, { apiVersion, kind: "BatchJob", metadata: { name: "outage" }, spec }];
}

function linesOf(stderr: string): Record<string, unknown>[] {
  return stderr.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Record<string, unknown>);
}
