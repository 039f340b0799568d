/** Of the resources in one file, the job and the pool of each of its stages; or what is wrong with the job as a whole. Pure. */
import type { BatchJob } from "../../contract/api/batch-job.ts";
import type { WorkerPool } from "../../contract/api/worker-pool.ts";
import { absentHandlerMessage, HANDLER_OPTIONS, isAvailableHandler, judgeOptions } from "../../contract/handlers/handler-options.ts";
import { builtInPool } from "../built-in-pool.ts";
import type { JobFileProblem } from "./job-file-problem.ts";
import type { PlacedResource } from "./parse-job-file.ts";

export type SelectedJob =
  | { readonly ok: true; readonly job: BatchJob; readonly pools: readonly WorkerPool[] }
  | { readonly ok: false; readonly problems: readonly JobFileProblem[] };

/** `run`: here and now, with the pools of the file. `check`: the file may be meant for a cluster that has other pools. */
export interface SelectOptions {
  readonly purpose: "run" | "check";
}

interface Placed<Kind> {
  readonly resource: Kind;
  readonly place: PlacedResource["place"];
}

export function selectJob(resources: readonly PlacedResource[], options: SelectOptions): SelectedJob {
  const pools = resources.flatMap(({ resource, place }) => (resource.kind === "WorkerPool" ? [{ resource, place }] : []));
  const jobs = resources.flatMap(({ resource, place }) => (resource.kind === "BatchJob" ? [{ resource, place }] : []));
  const [job, second] = jobs;
  if (job === undefined) return { ok: false, problems: [{ line: 1, column: 1, path: "", message: "the file holds no BatchJob: write one beside its WorkerPools, with `---` between them" }] };
  if (second !== undefined) return { ok: false, problems: [problemAt(second, "metadata.name", "is a second BatchJob in the file; must be one: write each job into a file of its own")] };
  const problems = [...repeatedPools(pools), ...pools.flatMap(poolProblems), ...stageProblems(job, { pools, options }), ...(options.purpose === "check" ? [] : localProblems(job))];
  if (problems.length > 0) return { ok: false, problems };
  const names = new Set(job.resource.spec.pipeline.map(({ pool }) => pool));
  return { ok: true, job: job.resource, pools: [...names].flatMap((name) => findPool(name, pools) ?? []) };
}

/** What is wrong with the WorkerPools of a file, with no job around them. */
export function poolProblems(pool: Placed<WorkerPool>): JobFileProblem[] {
  const { handler } = pool.resource.spec;
  return isAvailableHandler(handler) ? [] : [problemAt(pool, "spec.handler", absentHandlerMessage(handler))];
}

function findPool(name: string, pools: readonly Placed<WorkerPool>[]): WorkerPool | undefined {
  return pools.find(({ resource }) => resource.metadata.name === name)?.resource ?? builtInPool(name);
}

function repeatedPools(pools: readonly Placed<WorkerPool>[]): JobFileProblem[] {
  const repeated = pools.filter(({ resource }, place) => pools.findIndex((other) => other.resource.metadata.name === resource.metadata.name) < place);
  return repeated.map((pool) => problemAt(pool, "metadata.name", "must differ from the names of the other WorkerPools in the file"));
}

interface Surroundings {
  readonly pools: readonly Placed<WorkerPool>[];
  readonly options: SelectOptions;
}

function stageProblems(job: Placed<BatchJob>, { pools, options }: Surroundings): JobFileProblem[] {
  return job.resource.spec.pipeline.flatMap((stage, place) => {
    const at = `spec.pipeline[${place}]`;
    const pool = findPool(stage.pool, pools);
    if (pool === undefined) return options.purpose === "check" ? [] : [problemAt(job, `${at}.pool`, absentPoolMessage(stage.pool))];
    if (!isAvailableHandler(pool.spec.handler)) return [];
    const judged = judgeOptions(pool.spec.handler, stage.options);
    if (judged.ok) return [];
    return judged.problems.map(({ path, message }) => problemAt(job, joinPath(`${at}.options`, path), message));
  });
}

function absentPoolMessage(name: string): string {
  if (isAvailableHandler(name)) return `no pool \`${name}\` is built in, for its workers need to be told more: add a WorkerPool of this name to the file`;
  const builtIn = Object.keys(HANDLER_OPTIONS).filter((handler) => builtInPool(handler) !== undefined);
  return `there is no pool \`${name}\`: add a WorkerPool of this name to the file, or name a built-in one: ${builtIn.join(", ")}`;
}

const ABSENT_SOURCES: readonly { readonly path: string; readonly isUsed: (source: BatchJob["spec"]["source"]) => boolean }[] = [
  { path: "spec.source.s3", isUsed: ({ s3 }) => s3 !== undefined },
  { path: "spec.source.objectStore", isUsed: ({ objectStore }) => objectStore !== undefined },
  { path: "spec.source.manifest.configMapKeyRef", isUsed: ({ manifest }) => manifest?.configMapKeyRef !== undefined },
];

/** What a cluster does and one machine does not. */
function localProblems(job: Placed<BatchJob>): JobFileProblem[] {
  const { suspend, cancel } = job.resource.spec;
  const elsewhere = ABSENT_SOURCES.flatMap(({ path, isUsed }) => (isUsed(job.resource.spec.source) ? [path] : []));
  return [
    ...elsewhere.map((path) => problemAt(job, path, "is not in local mode; must be `documents`, `volume`, or a `manifest` with a uri")),
    ...(suspend ? [problemAt(job, "spec.suspend", "must be false to run the job")] : []),
    ...(cancel ? [problemAt(job, "spec.cancel", "must be false to run the job")] : []),
  ];
}

function joinPath(path: string, rest: string): string {
  if (rest === "") return path;
  return rest.startsWith("[") ? path + rest : `${path}.${rest}`;
}

function problemAt(placed: Placed<unknown>, path: string, message: string): JobFileProblem {
  return { ...placed.place(path, message), path, message };
}
