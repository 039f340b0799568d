/** What the operator says of a pool. */
import { z } from "zod";
import { conditions } from "./condition.ts";
import { count, generation, percent } from "./quantities.ts";

export const workerPoolStatus = z.object({
  conditions: conditions.optional(),
  observedGeneration: generation().meta({ description: "Generation of the spec that this status is about." }).optional(),
  replicas: count().meta({ description: "Workers there are." }).optional(),
  readyReplicas: count().meta({ description: "Workers that take items." }).optional(),
  queuedItems: count().meta({ description: "Items that wait for a slot." }).optional(),
  inFlightItems: count().meta({ description: "Items that a slot holds." }).optional(),
  documentsPerHour: count().meta({ description: "Rate over the last five minutes, over all jobs." }).optional(),
  failurePercent: percent().meta({ description: "Share of tries in the last five minutes that failed." }).optional(),
});

export type WorkerPoolStatus = z.infer<typeof workerPoolStatus>;
