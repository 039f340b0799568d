/** One step of a job's pipeline. */
import { z } from "zod";
import { handlerOptions } from "./handler-options.ts";
import { atomicList, placesOfRepeats } from "./lists.ts";
import { dnsLabel, MAX_POOL_NAME_CHARACTERS } from "./names.ts";
import { withRules } from "./rule.ts";

export const MAX_STAGES = 8;

export const pipelineStage = z.object({
  name: dnsLabel()
    .meta({ description: "Names the stage in results and status. Unset: the pool's name. Needed where a pool serves two stages." })
    .optional(),
  pool: dnsLabel(MAX_POOL_NAME_CHARACTERS).meta({ description: "WorkerPool of the job's namespace whose workers do this step." }),
  options: handlerOptions.prefault({}),
});

export type PipelineStage = z.infer<typeof pipelineStage>;

/** A stage is called what it says, or else what its pool is called; this is not stored, so that a renamed default misleads nobody. */
export function stageName(stage: { readonly name?: string | undefined; readonly pool: string }): string {
  return stage.name ?? stage.pool;
}

const CEL_NAME = (stage: string) => `(has(${stage}.name) ? ${stage}.name : ${stage}.pool)`;

export const pipeline = withRules(atomicList(pipelineStage, MAX_STAGES).min(1).meta({ "x-kubernetes-list-type": "atomic" }), [
  {
    cel: `self.all(a, self.exists_one(b, ${CEL_NAME("a")} == ${CEL_NAME("b")}))`,
    message: "must give each stage a name of its own; set `name` where a pool serves two stages",
    holds: (stages) => placesOfRepeats(stages.map(stageName)).length === 0,
  },
]);
