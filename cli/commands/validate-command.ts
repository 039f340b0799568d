import type { Command } from "commander";
import type { CliWorld } from "../cli-world.ts";
import { CommandError } from "../command-error.ts";
import { EXIT_CODES, type ExitCode } from "../exit-code.ts";
import { type JobFileProblem, renderJobFileProblems } from "../job-file/job-file-problem.ts";
import { parseJobFile, type PlacedResource } from "../job-file/parse-job-file.ts";
import { readJobFile } from "../job-file/read-job-file.ts";
import { poolProblems, selectJob } from "../job-file/select-job.ts";

const EXAMPLES = `
Examples:
  ream validate job.yaml
  ream validate k8s/*.yaml

Checks fields, values and the options of each stage whose pool is in the same file or is a built-in one.
Exit codes: 0 all files are right, 2 some are wrong.`;

export function addValidateCommand(program: Command, world: CliWorld, onExit: (code: ExitCode) => void): void {
  program
    .command("validate")
    .summary("check job files")
    .description("Checks files of BatchJobs and WorkerPools, and tells everything that is wrong with them.")
    .argument("<FILE...>", "files to check")
    .addHelpText("after", EXAMPLES)
    .action(async (files: readonly string[]) => onExit(await validate(world, files)));
}

async function validate({ stdout, stderr }: CliWorld, files: readonly string[]): Promise<ExitCode> {
  let wrong = 0;
  for (const file of files) {
    const verdict = await validateFile(file);
    if (!verdict.ok) wrong++;
    (verdict.ok ? stdout : stderr).write(`${verdict.text}\n`);
  }
  return wrong === 0 ? EXIT_CODES.succeeded : EXIT_CODES.wrongCommand;
}

interface Verdict {
  readonly ok: boolean;
  readonly text: string;
}

async function validateFile(file: string): Promise<Verdict> {
  try {
    const text = await readJobFile(file);
    const parsed = parseJobFile(text);
    const problems = parsed.ok ? problemsTogether(parsed.resources) : parsed.problems;
    if (problems.length > 0 || !parsed.ok) return { ok: false, text: renderJobFileProblems(problems, { file, text }) };
    return { ok: true, text: parsed.resources.map(({ resource: { kind, metadata } }) => `${file}: ${kind} ${metadata.name} is valid`).join("\n") };
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, text: error.message };
    throw error;
  }
}

/** A file with several jobs is judged job by job: `kubectl apply` takes it. */
function problemsTogether(resources: readonly PlacedResource[]): readonly JobFileProblem[] {
  const pools = resources.filter(({ resource }) => resource.kind === "WorkerPool");
  const jobs = resources.filter(({ resource }) => resource.kind === "BatchJob");
  if (jobs.length === 0) return pools.flatMap(({ resource, place }) => (resource.kind === "WorkerPool" ? poolProblems({ resource, place }) : []));
  const found = jobs.flatMap((job) => {
    const selected = selectJob([...pools, job], { purpose: "check" });
    return selected.ok ? [] : selected.problems;
  });
  const keyOf = ({ line, column, message }: JobFileProblem): string => `${line}:${column} ${message}`;
  return found.filter((problem, place) => found.findIndex((other) => keyOf(other) === keyOf(problem)) === place);
}
