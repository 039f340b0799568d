/** How far, and how fast, a pool scales. */
import { z } from "zod";
import { withRules } from "./rule.ts";

export const MAX_REPLICAS = 1000;

export const poolScaling = withRules(
  z.object({
    minReplicas: z.int().min(0).max(MAX_REPLICAS).meta({ description: "Workers that stay when there is nothing to do." }).default(0),
    maxReplicas: z.int().min(1).max(MAX_REPLICAS).meta({ description: "Most workers." }).default(50),
    itemsPerReplica: z.int().min(1).max(1000).meta({ description: "Queued items for which one worker is wanted; at least `concurrency`." }).default(2),
    pollingIntervalSeconds: z.int().min(1).max(3600).meta({ description: "How often the queue's depth is looked at." }).default(5),
    cooldownSeconds: z.int().min(0).max(86_400).meta({ description: "Time without items after which the last worker goes." }).default(60),
  }),
  [
    {
      cel: "self.minReplicas <= self.maxReplicas",
      message: "must be at least `minReplicas`",
      at: "maxReplicas",
      holds: (scaling) => scaling.minReplicas <= scaling.maxReplicas,
    },
  ],
);
