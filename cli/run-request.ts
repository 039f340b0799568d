/** The words of `ream run` as one value, checked; nothing is read or written for it. */
import type { RunJobOptions } from "../local/run-job-options.ts";
import { CommandError } from "./command-error.ts";

/** As commander hands them over. */
export interface RunFlags {
  readonly pipeline?: string;
  readonly output?: string;
  readonly volume?: readonly string[];
  readonly secret?: readonly string[];
  readonly set?: readonly string[];
  readonly workers?: string;
  readonly batchSize?: string;
  readonly update?: boolean;
  readonly expandArchives?: boolean;
  readonly allowPrivateAddresses?: boolean;
  readonly allowHttp?: boolean;
  readonly json?: boolean;
}

export interface Setting {
  readonly stage: string;
  readonly option: string;
  /** As written; the handler's schema says what it means. */
  readonly value: string;
}

export type RunTarget =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string; readonly stages: readonly string[]; readonly settings: readonly Setting[]; readonly batchSize?: number; readonly archives?: "expand" };

export interface RunRequest {
  readonly target: RunTarget;
  /** Volume name → folder as written. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Secret name → folder as written. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly output?: string;
  readonly workers?: number;
  /** What this machine's owner lets the job call; absent: no more than the public web, encrypted. */
  readonly web?: NonNullable<RunJobOptions["web"]>;
  readonly update: boolean;
  readonly json: boolean;
}

/** Throws CommandError with every problem of the command line. */
export function parseRunRequest(path: string, flags: RunFlags): RunRequest {
  const problems: string[] = [];
  const target = flags.pipeline === undefined ? parseFileTarget(path, { flags, problems }) : parseFolderTarget(path, { flags, problems });
  const volumes = parseFolders(flags.volume, { flag: "--volume", example: "scans=./scans", problems });
  const secrets = parseFolders(flags.secret, { flag: "--secret", example: "marker=./secrets/marker", problems });
  const workers = parseWhole(flags.workers, { flag: "--workers", maximum: MAX_WORKERS, problems });
  if (problems.length > 0) throw new CommandError(problems.join("\n"));
  return {
    target,
    volumes,
    secrets,
    ...(flags.output === undefined ? {} : { output: flags.output }),
    ...(workers === undefined ? {} : { workers }),
    ...toWebRules(flags),
    update: flags.update ?? false,
    json: flags.json ?? false,
  };
}

function toWebRules({ allowPrivateAddresses = false, allowHttp = false }: RunFlags): Pick<RunRequest, "web"> {
  return allowPrivateAddresses || allowHttp ? { web: { allowPrivateAddresses, allowHttp } } : {};
}

/** `--workers` of other commands. Throws CommandError. */
export function parseWorkers(text: string | undefined): number | undefined {
  const problems: string[] = [];
  const workers = parseWhole(text, { flag: "--workers", maximum: MAX_WORKERS, problems });
  if (problems.length > 0) throw new CommandError(problems.join("\n"));
  return workers;
}

const MAX_WORKERS = 1024;
const MAX_BATCH_SIZE = 1000;

interface Parsing {
  readonly flags: RunFlags;
  readonly problems: string[];
}

function parseFileTarget(path: string, { flags, problems }: Parsing): RunTarget {
  if (flags.set !== undefined) problems.push("--set goes with --pipeline only; write `options` into the job file");
  if (flags.batchSize !== undefined) problems.push("--batch-size goes with --pipeline only; write `batchSize` into the job file");
  if (flags.expandArchives === true) problems.push("--expand-archives goes with --pipeline only; write `archives: expand` into source.volume of the job file");
  return { kind: "file", path };
}

function parseFolderTarget(path: string, { flags, problems }: Parsing): RunTarget {
  const stages = (flags.pipeline ?? "").split(",").map((stage) => stage.trim());
  if (stages.some((stage) => stage === "")) problems.push("--pipeline must be names of handlers with commas between them, such as `--pipeline ocr,nlp`");
  if (flags.output === undefined) problems.push("--output DIR is missing: the folder for the results");
  if (flags.secret !== undefined) problems.push("--secret goes with a job file: handlers that need one need a WorkerPool");
  if (flags.volume !== undefined) problems.push("--volume goes with a job file; with --pipeline, the documents are those of the folder");
  const settings = (flags.set ?? []).flatMap((text) => parseSetting(text, { stages, problems }));
  const batchSize = parseWhole(flags.batchSize, { flag: "--batch-size", maximum: MAX_BATCH_SIZE, problems });
  return { kind: "folder", path, stages, settings, ...(batchSize === undefined ? {} : { batchSize }), ...(flags.expandArchives === true ? { archives: "expand" } : {}) };
}

function parseSetting(text: string, { stages, problems }: { readonly stages: readonly string[]; readonly problems: string[] }): Setting[] {
  const match = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text);
  const [, stage = "", option = "", value = ""] = match ?? [];
  if (match === null) problems.push(`--set ${text} must be STAGE.OPTION=VALUE, such as \`--set ocr.languages=eng,deu\``);
  else if (!stages.includes(stage)) problems.push(`--set ${text}: there is no stage \`${stage}\` in --pipeline ${stages.join(",")}`);
  else return [{ stage, option, value }];
  return [];
}

interface FolderFlag {
  readonly flag: string;
  readonly example: string;
  readonly problems: string[];
}

function parseFolders(texts: readonly string[] = [], { flag, example, problems }: FolderFlag): Map<string, string> {
  const folders = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf("=");
    const name = text.slice(0, equals);
    if (equals < 1 || equals === text.length - 1) problems.push(`${flag} ${text} must be NAME=DIR, such as \`${flag} ${example}\``);
    else if (folders.has(name)) problems.push(`${flag} ${name} is given twice`);
    else folders.set(name, text.slice(equals + 1));
  }
  return folders;
}

interface WholeRange {
  readonly flag: string;
  readonly maximum: number;
  readonly problems: string[];
}

function parseWhole(text: string | undefined, { flag, maximum, problems }: WholeRange): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= maximum) return value;
  problems.push(`${flag} must be a whole number between 1 and ${maximum}, not \`${text}\``);
  return undefined;
}
