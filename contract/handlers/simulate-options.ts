/** `options` of a stage whose pool's handler is `simulate`: what to pretend, at which rates, from which seed. */
import { z } from "zod";

const percent = z.number().min(0).max(100).default(0);
const OUTCOME_RATES = ["failPercent", "rejectPercent", "skipPercent", "hangPercent", "crashPercent", "memoryPercent"] as const;

export const simulateOptions = z
  .strictObject({
    seed: z.int().min(0).max(4_294_967_295).default(0).meta({ description: "The same seed gives each document the same fate in every run." }),
    millis: z.int().min(0).max(86_400_000).default(0).meta({ description: "How long a document takes, waiting." }),
    blockMillis: z.int().min(0).max(3_600_000).default(0).meta({ description: "How long a document takes, computing: nothing else runs in its process." }),
    rejectPercent: percent.meta({ description: "Share of documents that are rejected, in every attempt." }),
    skipPercent: percent.meta({ description: "Share of documents that are skipped, in every attempt." }),
    failPercent: percent.meta({ description: "Share of attempts that fail; drawn anew for each attempt." }),
    hangPercent: percent.meta({ description: "Share of attempts that never end by themselves; drawn anew for each attempt." }),
    crashPercent: percent.meta({ description: "Share of attempts that kill their process; drawn anew for each attempt." }),
    memoryPercent: percent.meta({ description: "Share of attempts that take more and more memory; drawn anew for each attempt." }),
    memoryMiB: z.int().min(1).max(65_536).default(2048).meta({ description: "Where such an attempt stops taking memory, if nobody has stopped it before." }),
    failFirstAttempts: z.int().min(0).max(100).default(0).meta({ description: "Every document fails this many attempts, whatever the rates say." }),
    resultBytes: z.int().min(0).max(16_777_216).default(0).meta({ description: "Size of the result JSON; 0: no result." }),
    outputBytes: z.int().min(0).max(1_073_741_824).default(0).meta({ description: "Size of the file that is written; 0: no file." }),
    splitParts: z
      .int()
      .max(4096)
      .refine((parts) => parts === 0 || parts >= 2, { error: "must be 0 or at least 2" })
      .default(0)
      .meta({ description: "Every document is split into this many parts, which are joined; 0: none is." }),
  })
  .refine((options) => OUTCOME_RATES.reduce((sum, rate) => sum + options[rate], 0) <= 100, {
    error: `${OUTCOME_RATES.join(", ")} must add up to at most 100`,
  });

/** Parsed: every default is filled in. */
export type SimulateOptions = z.output<typeof simulateOptions>;
