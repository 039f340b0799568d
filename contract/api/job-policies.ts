/** What a job does about documents that fail. */
import { z } from "zod";
import { percent, seconds } from "./quantities.ts";
import { withRules } from "./rule.ts";

const A_DAY = 86_400;

export const retryPolicy = withRules(
  z.object({
    maxAttempts: z.int().min(1).max(100).meta({ description: "Attempts a document has at each stage, the first one included." }).default(4),
    initialDelaySeconds: seconds(0, 3600).meta({ description: "Wait before the second attempt." }).default(2),
    multiplier: z.int().min(1).max(10).meta({ description: "How much longer each further wait is than the one before." }).default(2),
    maxDelaySeconds: seconds(1, A_DAY).meta({ description: "The longest wait." }).default(300),
  }),
  [
    {
      cel: "self.maxDelaySeconds >= self.initialDelaySeconds",
      message: "must be at least `initialDelaySeconds`",
      at: "maxDelaySeconds",
      holds: (retry) => retry.maxDelaySeconds >= retry.initialDelaySeconds,
    },
  ],
);

/** `Fail`: the job ends. `Suspend`: it stops until someone has looked. */
export const FAILURE_ACTIONS = ["Fail", "Suspend"] as const;

export const failurePolicy = z.object({
  maxFailedPercent: percent().meta({ description: "Share of all documents that may fail; judged once at least 20 have ended." }),
  action: z.enum(FAILURE_ACTIONS).meta({ description: "What happens when more have failed. Suspend: the job stops until someone has looked." }).default("Fail"),
});

export type RetryPolicy = z.infer<typeof retryPolicy>;
export type FailurePolicy = z.infer<typeof failurePolicy>;
