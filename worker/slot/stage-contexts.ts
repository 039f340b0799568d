/** What documents of one stage have in common, made once for each state of a job's entry. */
import type { JudgedOptions } from "../../contract/handlers/handler-options.ts";
import { stageName } from "../../contract/api/batch-job.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import type { StageContext } from "../document-task.ts";
import type { OpenOutput, OutputStore } from "../output-store.ts";
import { toMessage } from "../to-ending.ts";

export interface StageWork {
  readonly context: StageContext;
  readonly output: OutputStore;
}

/** This worker cannot do the stage. */
export interface StageProblem {
  readonly problem: string;
}

export interface StageContextsOptions {
  readonly judgeOptions: (options: unknown) => JudgedOptions;
  readonly openOutput: OpenOutput;
}

export class StageContexts {
  readonly #options: StageContextsOptions;
  readonly #made = new WeakMap<JobEntry, Map<number, StageWork>>();

  constructor(options: StageContextsOptions) {
    this.#options = options;
  }

  of(entry: JobEntry, stage: number): StageWork | StageProblem {
    const made = this.#made.get(entry) ?? new Map<number, StageWork>();
    this.#made.set(entry, made);
    const found = made.get(stage) ?? this.#make(entry, stage);
    // A problem is looked at anew each time: a volume may come back.
    if ("context" in found) made.set(stage, found);
    return found;
  }

  #make(entry: JobEntry, stage: number): StageWork | StageProblem {
    const options = entry.pipeline[stage]?.options;
    if (entry.pipeline[stage] === undefined) return { problem: `the job has no stage ${stage}` };
    const judged = this.#options.judgeOptions(options);
    if (!judged.ok) return { problem: judged.problems.map(({ path, message }) => `options.${path}: ${message}`).join("; ") };
    const { namespace, name, uid, output, pipeline } = entry;
    try {
      const store = this.#options.openOutput(entry);
      const context = { jobUid: uid, namespace, jobName: name, output, stage, stageNames: pipeline.map(stageName), options: judged.options };
      return { context, output: store };
    } catch (error) {
      return { problem: toMessage(error) };
    }
  }
}
