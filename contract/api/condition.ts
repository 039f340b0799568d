/** The standard Kubernetes condition, bounded. Types and reasons: `contract/conditions.ts`. */
import { z } from "zod";
import { instant } from "./instant.ts";
import { keyedList } from "./lists.ts";
import { generation } from "./quantities.ts";

export const MAX_CONDITION_MESSAGE_CHARACTERS = 512;
const CAMEL_CASE = /^[A-Za-z][A-Za-z0-9]*$/;

const condition = z.object({
  type: z.string().min(1).max(64).regex(CAMEL_CASE, { error: "must consist of letters and digits" }).meta({ description: "What is true or not." }),
  status: z.enum(["True", "False", "Unknown"]).meta({ description: "Whether it is." }),
  observedGeneration: generation().meta({ description: "Generation of the resource that this was judged for." }).optional(),
  lastTransitionTime: instant().meta({ description: "When `status` last changed." }),
  reason: z.string().min(1).max(64).regex(CAMEL_CASE, { error: "must consist of letters and digits" }).meta({ description: "Why, in one word, for programs." }),
  message: z.string().max(MAX_CONDITION_MESSAGE_CHARACTERS).meta({ description: "Why, for people." }),
});

export const conditions = keyedList(condition, { key: "type", maximum: 12 }).meta({ description: "What is true of the resource, one entry a type." });

export type Condition = z.infer<typeof condition>;
