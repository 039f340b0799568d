/** The BatchJob that `ream run --pipeline ocr,nlp DIR` stands for. Pure. */
import type { BatchJob } from "../contract/api/batch-job.ts";
import { formatProblem, parseResource } from "../contract/api/parse-resource.ts";
import { API_VERSION } from "../contract/api/resource-metadata.ts";
import type { WorkerPool } from "../contract/api/worker-pool.ts";
import { absentHandlerMessage, isAvailableHandler } from "../contract/handlers/handler-options.ts";
import type { Json } from "../contract/wire/outcome.ts";
import { INPUT_VOLUME, OUTPUT_VOLUME } from "../local/run-job-options.ts";
import { builtInPool } from "./built-in-pool.ts";
import { CommandError } from "./command-error.ts";
import type { RunTarget, Setting } from "./run-request.ts";
import { readSetting } from "./setting-value.ts";

type FolderTarget = Extract<RunTarget, { kind: "folder" }>;

/** `folderName` names the job. Throws CommandError with every problem. */
export function jobFromFolder(target: FolderTarget, folderName: string): { readonly job: BatchJob; readonly pools: readonly WorkerPool[] } {
  const pools = poolsOf(target.stages);
  const pipeline = target.stages.map((stage) => ({ pool: stage, options: optionsOf(stage, target.settings) }));
  const parsed = parseResource({
    apiVersion: API_VERSION,
    kind: "BatchJob",
    metadata: { name: toJobName(folderName) },
    spec: {
      source: { volume: { name: INPUT_VOLUME, ...(target.archives === undefined ? {} : { archives: target.archives }) } },
      pipeline,
      output: { volume: { name: OUTPUT_VOLUME, path: "" } },
      ...(target.batchSize === undefined ? {} : { batchSize: target.batchSize }),
    },
  });
  if (!parsed.ok) throw new CommandError(parsed.problems.map(formatProblem).join("\n"));
  if (parsed.resource.kind !== "BatchJob") throw new TypeError("a BatchJob was expected");
  return { job: parsed.resource, pools };
}

function poolsOf(stages: readonly string[]): WorkerPool[] {
  const problems: string[] = [];
  const pools = [...new Set(stages)].flatMap((stage) => {
    const pool = builtInPool(stage);
    if (pool === undefined) problems.push(`--pipeline: ${isAvailableHandler(stage) ? `\`${stage}\` needs a WorkerPool, in a job file: \`ream run job.yaml\`` : absentHandlerMessage(stage)}`);
    return pool ?? [];
  });
  const repeated = stages.find((stage, place) => stages.indexOf(stage) < place);
  if (repeated !== undefined) problems.push(`--pipeline names \`${repeated}\` twice; write a job file in which its stages have names of their own`);
  if (problems.length > 0) throw new CommandError(problems.join("\n"));
  return pools;
}

function optionsOf(stage: string, settings: readonly Setting[]): Record<string, Json> {
  const problems: string[] = [];
  const entries = settings
    .filter((setting) => setting.stage === stage)
    .flatMap(({ option, value }): [string, Json][] => {
      const read = readSetting(stage, { option, text: value });
      if (read.ok) return [[option, read.value]];
      problems.push(...read.problems.map(({ path, message }) => `--set ${stage}.${path}: ${message}`));
      return [];
    });
  if (problems.length > 0) throw new CommandError(problems.join("\n"));
  return Object.fromEntries(entries);
}

/** A DNS label that people recognise the folder in. */
export function toJobName(folderName: string): string {
  const label = folderName.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 63).replace(/^-+|-+$/g, "");
  return label === "" ? "documents" : label;
}
