/** From a request to the job that will run: reads the job file, finds the folders, and refuses what cannot work. Writes nothing. */
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BatchJob } from "../contract/api/batch-job.ts";
import type { WorkerPool } from "../contract/api/worker-pool.ts";
import type { LocalJob } from "../local/job-record.ts";
import { INPUT_VOLUME, OUTPUT_VOLUME } from "../local/run-job-options.ts";
import { canonicalPath, isInside } from "./canonical-path.ts";
import { CommandError } from "./command-error.ts";
import { renderJobFileProblems } from "./job-file/job-file-problem.ts";
import { parseJobFile } from "./job-file/parse-job-file.ts";
import { readJobFile } from "./job-file/read-job-file.ts";
import { selectJob } from "./job-file/select-job.ts";
import { jobFromFolder } from "./job-from-folder.ts";
import { findSecretFolders } from "./local-secrets.ts";
import { volumeProblems } from "./local-volumes.ts";
import type { RunRequest } from "./run-request.ts";

export interface ResolvedJob {
  readonly local: LocalJob;
  /** Canonical; need not exist. */
  readonly outputPath: string;
}

/** Throws CommandError. */
export async function resolveLocalJob(request: RunRequest): Promise<ResolvedJob> {
  const { job, pools } = request.target.kind === "file" ? await readJob(request.target.path) : jobFromFolder(request.target, await folderName(request.target.path));
  const given = request.target.kind === "file" ? request.volumes : new Map([[INPUT_VOLUME, request.target.path]]);
  const needsOutput = request.output === undefined;
  if (needsOutput && job.spec.output.volume === undefined) throw new CommandError("--output DIR is missing: the folder for the results. (The job's own output is a store of the cluster.)");
  const problems = volumeProblems({ job, pools, given, needsOutput });
  if (problems.length > 0) throw new CommandError(problems.join("\n"));
  const folders = await openFolders(given, { mayBeAbsent: needsOutput ? job.spec.output.volume?.name : undefined });
  const outputPath = await findOutput(request, { job, folders });
  refuseOutputAmongInputs(job, { folders, outputPath });
  const secrets = await findSecretFolders(pools, request.secrets);
  const { web } = request;
  const local = { job: withOutputVolume(job), pools, volumes: new Map([...folders, [OUTPUT_VOLUME, outputPath]]), ...(web === undefined ? {} : { web }) };
  return { local: secrets.size === 0 ? local : { ...local, secrets }, outputPath };
}

async function readJob(path: string): Promise<{ readonly job: BatchJob; readonly pools: readonly WorkerPool[] }> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) throw new CommandError(`${path} is a folder. Say what to do with its documents: \`ream run --pipeline ocr ${path} --output DIR\``);
  const text = await readJobFile(path);
  const parsed = parseJobFile(text);
  const selected = parsed.ok ? selectJob(parsed.resources, { purpose: "run" }) : parsed;
  if (!selected.ok) throw new CommandError(`the job file is wrong:\n${renderJobFileProblems(selected.problems, { file: path, text })}`);
  return selected;
}

async function folderName(path: string): Promise<string> {
  return basename(await openFolder(path, path));
}

async function openFolders(given: ReadonlyMap<string, string>, { mayBeAbsent }: { readonly mayBeAbsent: string | undefined }): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  for (const [name, path] of given) {
    const label = name === INPUT_VOLUME ? path : `--volume ${name}=${path}`;
    folders.set(name, name === mayBeAbsent ? await canonicalPath(path) : await openFolder(path, label));
  }
  return folders;
}

async function openFolder(path: string, label: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw new CommandError(`${label}: ${error instanceof Error && "code" in error && error.code === "EACCES" ? "permission denied" : "there is no such folder"}`);
  });
  if (!found.isDirectory()) throw new CommandError(`${label} is a file; give the folder that it lies in`);
  return canonicalPath(path);
}

async function findOutput({ output }: RunRequest, { job, folders }: { readonly job: BatchJob; readonly folders: ReadonlyMap<string, string> }): Promise<string> {
  if (output !== undefined) return canonicalPath(output);
  const volume = job.spec.output.volume;
  // Without a path, the volume may serve many jobs: each has a folder of its own.
  return canonicalPath(join(folders.get(volume?.name ?? "") ?? "", volume?.path ?? job.metadata.name));
}

/** Results among the documents would be documents of the next run. */
function refuseOutputAmongInputs({ spec }: BatchJob, { folders, outputPath }: { readonly folders: ReadonlyMap<string, string>; readonly outputPath: string }): void {
  const source = spec.source.volume;
  const folder = folders.get(source?.name ?? "");
  if (source === undefined || folder === undefined) return;
  if (!isInside(outputPath, join(folder, source.path))) return;
  throw new CommandError(`the output ${outputPath} lies in the folder of the documents, and the next run would take the results for documents. Give an --output outside ${join(folder, source.path)}`);
}

/** The workers of a local run see one output, whatever the job's own is called. */
function withOutputVolume(job: BatchJob): BatchJob {
  const { deletionPolicy, keepIntermediates } = job.spec.output;
  return { ...job, spec: { ...job.spec, output: { volume: { name: OUTPUT_VOLUME, path: "" }, deletionPolicy, keepIntermediates } } };
}
